package dev.kiln.spark.pool;

import dev.kiln.spark.SparkSetupException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Launches nothing, when it is told to, on the thread of the test. */
final class FakeLauncher implements Launcher<FakeEngine>, Executor {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<FakeEngine> launched = new ArrayList<>();
    private Optional<String> failure = Optional.empty();
    private int attempts;
    private boolean shutDown;

    @Override
    public FakeEngine launch(String profile) {
        attempts++;
        if (failure.isPresent()) {
            throw new SparkSetupException(failure.get());
        }
        FakeEngine engine = new FakeEngine(profile + "-" + launched.size());
        launched.add(engine);
        return engine;
    }

    @Override
    public void execute(Runnable work) {
        if (shutDown) {
            throw new RejectedExecutionException();
        }
        waiting.add(work);
    }

    /** Does what the pool has asked for so far, and what follows from it. */
    void work() {
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }

    /** Takes no more work; what is waiting is still done. */
    void shutDown() {
        shutDown = true;
    }

    void fail(String message) {
        failure = Optional.of(message);
    }

    void recover() {
        failure = Optional.empty();
    }

    int attempts() {
        return attempts;
    }

    /** All engines that were ever launched, in order. */
    List<FakeEngine> launched() {
        return launched;
    }

    long running() {
        return launched.stream().filter(FakeEngine::isRunning).count();
    }
}
