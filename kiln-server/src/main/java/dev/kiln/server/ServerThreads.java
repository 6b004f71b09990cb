package dev.kiln.server;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's own threads: some for requests, a few for timers. Operations run elsewhere. */
final class ServerThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerThreads.class);

    /** Reading and analysing deeply nested plans takes stack; what is not touched costs no memory. */
    private static final long STACK_BYTES = 64L << 20;

    /** So that sweeping, telling progress and cutting streams don't wait for each other. */
    private static final int TIMER_THREADS = 3;

    private final ThreadPoolExecutor requests;
    private final ScheduledThreadPoolExecutor timer;

    /** The queue of requests has no limit of its own: it holds steps of calls that the transport has let in. */
    ServerThreads(int requestThreads) {
        this.requests = new ThreadPoolExecutor(
                requestThreads,
                requestThreads,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("kiln-request"));
        requests.allowCoreThreadTimeOut(true);
        this.timer = new ScheduledThreadPoolExecutor(TIMER_THREADS, named("kiln-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    ExecutorService requests() {
        return requests;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Repeats a task, unless the interval is zero. */
    void every(Duration interval, Runnable task) {
        if (interval.isZero()) {
            return;
        }
        Future<?> unused = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.warn("a periodic task failed", e);
                    }
                },
                interval.toNanos(),
                interval.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        requests.shutdown();
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(null, task, name + "-" + count.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
    }
}
