package dev.kiln.server.operation;

import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that run operations: a limited number, with a limited number of operations waiting for one. */
public final class WorkerPool implements AutoCloseable {
    /** Plans nest deeply, and so does the code that walks them; untouched stack costs no memory. */
    private static final long STACK_BYTES = 64L << 20;

    private final ThreadPoolExecutor threads;

    public WorkerPool(int maxRunning, int maxWaiting) {
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                maxRunning, maxRunning, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(maxWaiting), task -> {
                    Thread thread = new Thread(null, task, "kiln-operation-" + count.incrementAndGet(), STACK_BYTES);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
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
