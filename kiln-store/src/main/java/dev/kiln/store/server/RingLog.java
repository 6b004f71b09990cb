package dev.kiln.store.server;

import org.apache.ignite.IgniteLogger;
import org.jspecify.annotations.Nullable;

/** Ignite's log. It has much to say of itself; what goes wrong is enough. */
final class RingLog implements IgniteLogger {
    private static final System.Logger LOG = System.getLogger("dev.kiln.store.ring");

    @Override
    public IgniteLogger getLogger(@Nullable Object category) {
        return this;
    }

    @Override
    public void trace(@Nullable String message) {
        // Never enabled.
    }

    @Override
    public void debug(@Nullable String message) {
        // Never enabled.
    }

    @Override
    public void info(@Nullable String message) {
        // Never enabled.
    }

    @Override
    public void warning(@Nullable String message, @Nullable Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, message, cause);
    }

    @Override
    public void error(@Nullable String message, @Nullable Throwable cause) {
        LOG.log(System.Logger.Level.ERROR, message, cause);
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isQuiet() {
        return false;
    }

    @Override
    public @Nullable String fileName() {
        return null;
    }
}
