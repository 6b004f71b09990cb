package dev.kiln.spark.proxy;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.launch.EngineProfile;
import dev.kiln.spark.launch.Engines;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Has stock Spark answer as one profile says, in a process that is launched when it is first needed and shared by all
 * sessions. A session belongs to the engine that it first used and ends with it; later sessions get a new one. {@link
 * SparkEngines} owns what this uses.
 */
final class SparkEngine implements Engine {
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** After a launch that failed. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final EngineProfile profile;
    private final Engines engines;
    private final Supplier<Distribution> distribution;
    private final ScheduledExecutorService timer;

    /** The last that was launched or is being launched. */
    private CompletableFuture<EngineConnection> connection =
            CompletableFuture.failedFuture(new IllegalStateException("nothing was launched yet"));

    private OptionalLong failedAt = OptionalLong.empty();
    private boolean closed;

    /** @param distribution is asked for when it is first needed */
    SparkEngine(
            String name,
            EngineProfile profile,
            Engines engines,
            Supplier<Distribution> distribution,
            ScheduledExecutorService timer) {
        this.name = name;
        this.profile = profile;
        this.engines = engines;
        this.distribution = distribution;
        this.timer = timer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String sparkVersion() {
        return distribution.get().sparkVersion();
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

    /** Launches nothing any more. What runs is ended by its owner. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
