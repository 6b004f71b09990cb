package dev.kiln.server.operation;

import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.thread.GrowingPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The threads that run operations: a limited number, with a limited number of operations waiting for one. */
public final class WorkerPool implements AutoCloseable {
    private final GrowingPool threads;

    public WorkerPool(int maxRunning, int maxWaiting) {
        this.threads = new GrowingPool("kiln-operation", maxRunning, maxWaiting);
    }

    /** @throws dev.kiln.spi.EngineException if too many operations are waiting already */
    void submit(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            throw FrontDoorErrors.plain(
                    ThrownAs.SPARK,
                    threads.isShutdown()
                            ? "The server is shutting down and takes no new operations."
                            : "The server is overloaded: " + threads.getActiveCount() + " operations are running and "
                                    + threads.getQueue().size() + " are waiting, which is the limit.");
        }
    }

    /** Takes no more work and interrupts the threads; waits a little for them to end. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
