package dev.kiln.server;

import dev.kiln.server.thread.GrowingPool;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's own threads: some for requests, a few for timers. Operations run elsewhere. */
final class ServerThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerThreads.class);

    /** So that sweeping, telling progress and cutting streams don't wait for each other. */
    private static final int TIMER_THREADS = 3;

    private final ExecutorService requests;
    private final ScheduledThreadPoolExecutor timer;

    /** The queue of requests has no limit of its own: it holds steps of calls that the transport has let in. */
    ServerThreads(int requestThreads) {
        this.requests = new GrowingPool("kiln-request", requestThreads, Integer.MAX_VALUE);
        this.timer = new ScheduledThreadPoolExecutor(TIMER_THREADS, ServerThreads::timerThread);
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

    private static Thread timerThread(Runnable task) {
        Thread thread = new Thread(task, "kiln-timer");
        thread.setDaemon(true);
        return thread;
    }
}
