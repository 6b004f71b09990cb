package dev.kiln.spark.proxy;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spark.launch.EngineProfile;
import dev.kiln.spark.launch.Engines;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has stock Spark answer, in a process that is launched when it is first needed and shared by all sessions. A session
 * belongs to the engine that it first used and ends with it; later sessions get a new one.
 */
public final class SparkEngine implements Engine {
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** After a launch that failed. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Engines engines;
    private final EngineProfile profile;
    private final String sparkVersion;
    private final ScheduledExecutorService timer;

    /** The last that was launched or is being launched. */
    private CompletableFuture<EngineConnection> connection =
            CompletableFuture.failedFuture(new IllegalStateException("nothing was launched yet"));

    private OptionalLong failedAt = OptionalLong.empty();
    private boolean closed;

    private SparkEngine(Engines engines, EngineProfile profile, String sparkVersion) {
        this.engines = engines;
        this.profile = profile;
        this.sparkVersion = sparkVersion;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "kiln-spark-interrupts");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        this.timer = executor;
    }

    /**
     * Gets ready, and ends engines that an earlier Kiln left behind. Nothing is launched yet.
     *
     * @param directory {@code engines} in a home that this process alone uses
     * @throws SparkSetupException if there is no such distribution, or no listening for drivers
     */
    public static SparkEngine open(Configuration configuration, Path directory, Distributions distributions) {
        EngineProfile profile = EngineProfile.standard(configuration);
        String version = profile.distribution()
                .map(distributions::get)
                .orElseGet(distributions::standard)
                .sparkVersion();
        return new SparkEngine(Engines.open(directory, distributions, configuration), profile, version);
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public String sparkVersion() {
        return sparkVersion;
    }

    @Override
    public EngineSession openSession(SessionIdentity identity) {
        return new SparkEngineSession(identity, new SessionBinding(this::connect), timer);
    }

    /**
     * A connection to an engine that runs. The first that needs one launches it; others wait for that launch, and fail
     * with it. So do those that come a moment later: what follows an error, such as the question how much of it to tell,
     * must not launch anything.
     *
     * @throws EngineException if none can be started
     */
    private EngineConnection connect() {
        CompletableFuture<EngineConnection> mine = new CompletableFuture<>();
        CompletableFuture<EngineConnection> shared;
        synchronized (this) {
            if (closed) {
                throw EngineErrors.unavailable("Kiln is being stopped.");
            }
            boolean failedJustNow = failedAt.isPresent() && System.nanoTime() - failedAt.getAsLong() < PAUSE.toNanos();
            if (connection.isDone() && !isUsable(connection) && !failedJustNow) {
                connection = mine;
            }
            shared = connection;
        }
        if (shared == mine) {
            launch(mine);
        }
        return await(shared);
    }

    private static boolean isUsable(CompletableFuture<EngineConnection> done) {
        return !done.isCompletedExceptionally() && done.join().isUsable();
    }

    private void launch(CompletableFuture<EngineConnection> result) {
        try {
            result.complete(EngineConnection.to(engines.launch(profile)));
        } catch (SparkSetupException e) {
            synchronized (this) {
                failedAt = OptionalLong.of(System.nanoTime());
            }
            result.completeExceptionally(EngineErrors.unavailable(e.getMessage()));
        } catch (Throwable t) {
            result.completeExceptionally(t);
            throw t;
        }
    }

    private EngineConnection await(CompletableFuture<EngineConnection> launched) {
        try {
            return launched.get(profile.launchTimeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException known) {
                // Each caller has its own, because throwables gather stack traces and what was suppressed.
                throw new EngineException(known.report(), known);
            }
            throw new IllegalStateException("a Spark engine could not be launched", e.getCause());
        } catch (TimeoutException e) {
            throw EngineErrors.unavailable("The Spark engine is still being started; try again later.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineErrors.unavailable("interrupted while a Spark engine was being started");
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        engines.close();
        timer.shutdownNow();
    }
}
