package dev.kiln.server.thread;

import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pool that has as many threads as it needs, up to a limit; beyond that, a limited number of tasks wait. Java's own pool
 * starts a new thread for each task until it has all of them, and then takes them in turn, so that every task meets cold
 * caches and thread-locals; this one starts a thread only when none is idle.
 */
public final class GrowingPool extends ThreadPoolExecutor {
    private static final Duration KEEP_IDLE = Duration.ofSeconds(30);

    /** Plans nest deeply, and so does the code that reads and walks them; untouched stack costs no memory. */
    private static final long STACK_BYTES = 64L << 20;

    /**
     * @param name what the threads are called, before their number
     * @param maxThreads tasks that run at once
     * @param maxWaiting tasks that may wait for a thread; more are rejected
     */
    public GrowingPool(String name, int maxThreads, int maxWaiting) {
        super(1, maxThreads, KEEP_IDLE.toNanos(), TimeUnit.NANOSECONDS, new HandOver());
        AtomicInteger count = new AtomicInteger();
        setThreadFactory(task -> {
            Thread thread = new Thread(null, task, name + "-" + count.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
        setRejectedExecutionHandler((task, pool) -> {
            if (isShutdown() || getQueue().size() >= maxWaiting) {
                throw new RejectedExecutionException("all threads of the pool are busy");
            }
            // Every thread runs something, and looks here before it becomes idle.
            getQueue().add(task);
        });
    }

    /** Takes a task only if a thread waits for one, so that the pool starts another thread otherwise. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        @Override
        public boolean add(Runnable task) {
            return super.offer(task);
        }
    }
}
