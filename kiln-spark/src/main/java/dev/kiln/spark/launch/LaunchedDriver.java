package dev.kiln.spark.launch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A driver that was started. Thread-safe. */
interface LaunchedDriver extends AutoCloseable {
    /** Completes when the driver has ended, if this machine can tell, with what is known of the reason. */
    CompletableFuture<String> ended();

    /** The last that it said, as far as that can be read from here. */
    List<String> lastLines(int most);

    /** Ends it if it still runs, within a bounded time. Idempotent. */
    @Override
    void close();
}
