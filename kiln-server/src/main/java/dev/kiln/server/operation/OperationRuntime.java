package dev.kiln.server.operation;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What all operations of a server share.
 *
 * @param scheduler for timers whose work is short
 * @param clock a monotonic clock in nanoseconds
 */
public record OperationRuntime(
        OperationLimits limits,
        WorkerPool workers,
        ScheduledExecutorService scheduler,
        EndedOperations ended,
        LongSupplier clock) {
    public OperationRuntime {
        requireNonNull(limits, "limits");
        requireNonNull(workers, "workers");
        requireNonNull(scheduler, "scheduler");
        requireNonNull(ended, "ended");
        requireNonNull(clock, "clock");
    }
}
