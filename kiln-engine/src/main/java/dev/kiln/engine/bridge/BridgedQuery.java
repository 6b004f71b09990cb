package dev.kiln.engine.bridge;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What one query has registered with the {@link Bridge}. Close it when the query no longer runs. */
public final class BridgedQuery implements AutoCloseable {
    private final CallbackErrors errors;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    BridgedQuery(CallbackErrors errors, Runnable release) {
        this.errors = errors;
        this.release = release;
    }

    /** The exception of a callback that made DuckDB fail with a message. */
    public Optional<Throwable> cause(String message) {
        return errors.find(message);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
