package dev.kiln.spark.process;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes: first asks, then insists. */
public final class ProcessEnd {
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    private ProcessEnd() {}

    /**
     * Ends a process that may have ended already.
     *
     * @param patience how long it has for ending by itself after it was asked to
     * @return whether it is gone
     */
    public static boolean of(ProcessIdentity identity, Duration patience) throws InterruptedException {
        ProcessHandle process = identity.find().orElse(null);
        if (process == null) {
            return true;
        }
        process.destroy();
        if (awaitEnd(process, patience)) {
            return true;
        }
        process.destroyForcibly();
        return awaitEnd(process, LAST_WAIT);
    }

    /** @return whether it ended in time */
    public static boolean awaitEnd(ProcessHandle process, Duration longest) throws InterruptedException {
        try {
            process.onExit().get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
