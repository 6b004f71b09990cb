package dev.kiln.spark.pool;

import java.util.concurrent.CompletableFuture;

/** An engine that does nothing but end. */
final class FakeEngine implements Pooled {
    private final String name;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile boolean busy;

    FakeEngine(String name) {
        this.name = name;
    }

    void setBusy(boolean busy) {
        this.busy = busy;
    }

    boolean isRunning() {
        return !ended.isDone();
    }

    String endReason() {
        return ended.getNow("");
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public void end(String reason) {
        ended.complete(reason);
    }

    @Override
    public String toString() {
        return name;
    }
}
