package dev.kiln.spark.pool;

import java.util.concurrent.CompletableFuture;

/** What a pool keeps. Thread-safe. */
public interface Pooled {
    /** Completes with the reason when it has ended, however that came. */
    CompletableFuture<String> ended();

    /** Whether it works on something that no session waits for at the moment, as a streaming query does. */
    boolean isBusy();

    /** Ends it, within a bounded time. Idempotent. */
    void end(String reason);
}
