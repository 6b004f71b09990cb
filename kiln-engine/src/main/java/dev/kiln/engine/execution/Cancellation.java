package dev.kiln.engine.execution;

import dev.kiln.engine.analysis.QueryCancelledException;
import dev.kiln.spi.Progress;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a query from another thread. DuckDB forgets an interrupt that comes just before a query starts, so the interrupt
 * is repeated until the run is over; and because connections are used again, it is never sent after that. Safe for use
 * by many threads.
 */
final class Cancellation {
    private static final long REPEAT_MILLIS = 10;

    private final ScheduledExecutorService scheduler;
    private boolean requested;
    private @Nullable QueryCursor running;
    private @Nullable ScheduledFuture<?> interrupts;

    Cancellation(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Declares the run that is to be ended on request.
     *
     * @throws QueryCancelledException if the request has been made before
     */
    synchronized void begin(QueryCursor cursor) {
        check();
        running = cursor;
    }

    /** Declares that the run is over; from now on its connection may serve another query. */
    synchronized void end() {
        running = null;
        if (interrupts != null) {
            interrupts.cancel(false);
            interrupts = null;
        }
    }

    synchronized void request() {
        requested = true;
        if (running != null && interrupts == null) {
            interrupt();
            interrupts = scheduler.scheduleWithFixedDelay(
                    this::interrupt, REPEAT_MILLIS, REPEAT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void interrupt() {
        if (running != null) {
            running.interrupt();
        }
    }

    synchronized boolean requested() {
        return requested;
    }

    /** Throws if the query is to end. */
    synchronized void check() {
        if (requested) {
            throw new QueryCancelledException();
        }
    }

    synchronized Optional<Progress> progress() {
        return running == null ? Optional.empty() : running.progress();
    }
}
