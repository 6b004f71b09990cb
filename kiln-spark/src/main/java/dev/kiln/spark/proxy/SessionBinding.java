package dev.kiln.spark.proxy;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.pool.EngineGoneException;
import dev.kiln.spark.pool.Lease;
import dev.kiln.spark.pool.PoolExhaustedException;
import dev.kiln.spi.EngineException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Which engine a session belongs to, from its first use on, and the id that it has there. That is another one than the
 * client's, because clients may use one id again after they have closed a session. Thread-safe.
 */
final class SessionBinding implements AutoCloseable {
    private final Function<String, Lease<EngineConnection>> leases;
    private final Duration longest;
    private final String id = UUID.randomUUID().toString();
    private Optional<Lease<EngineConnection>> lease = Optional.empty();
    private boolean closed;

    /**
     * @param leases takes hold of an engine for the session with an id, without waiting for it to start
     * @param longest how long an engine is waited for
     */
    SessionBinding(Function<String, Lease<EngineConnection>> leases, Duration longest) {
        this.leases = leases;
        this.longest = longest;
    }

    String id() {
        return id;
    }

    /** A binding to the same engine, on which nothing of this session is known yet. */
    SessionBinding another() {
        SessionBinding other = new SessionBinding(leases, longest);
        try {
            other.bindTo(bind().share());
        } catch (EngineGoneException e) {
            throw EngineErrors.sessionLost(String.valueOf(e.getMessage()));
        }
        return other;
    }

    private synchronized void bindTo(Lease<EngineConnection> taken) {
        lease = Optional.of(taken);
    }

    /**
     * Uses the session's engine. The first use launches one, if none can be shared; others wait for the same launch. The
     * caller closes the use.
     *
     * @param givenUp ends the waiting when it completes
     * @throws EngineException if no engine can be started, if the session's engine has ended, or if it was given up
     */
    EngineUse use(CompletableFuture<?> givenUp) {
        Lease<EngineConnection> bound = bind();
        EngineConnection connection = await(bound, givenUp);
        try {
            return new EngineUse(connection, bound.begin());
        } catch (EngineGoneException e) {
            throw EngineErrors.sessionLost(String.valueOf(e.getMessage()));
        }
    }

    /** Uses the session's engine, however long that takes to start, within bounds. See {@link #use(CompletableFuture)}. */
    EngineUse use() {
        return use(new CompletableFuture<>());
    }

    private synchronized Lease<EngineConnection> bind() {
        if (closed) {
            throw EngineErrors.unavailable("The session was closed.");
        }
        if (lease.isEmpty()) {
            try {
                lease = Optional.of(leases.apply(id));
            } catch (PoolExhaustedException e) {
                throw EngineErrors.exhausted(String.valueOf(e.getMessage()));
            } catch (SparkSetupException e) {
                throw EngineErrors.unavailable(String.valueOf(e.getMessage()));
            }
        }
        return lease.get();
    }

    private EngineConnection await(Lease<EngineConnection> bound, CompletableFuture<?> givenUp) {
        CompletableFuture<EngineConnection> engine = bound.engine();
        try {
            CompletableFuture.anyOf(engine, givenUp).get(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (!engine.isDone()) {
                throw EngineErrors.canceled();
            }
            return engine.get();
        } catch (ExecutionException e) {
            unbind(bound);
            if (e.getCause() instanceof SparkSetupException known) {
                throw EngineErrors.unavailable(String.valueOf(known.getMessage()));
            }
            throw new IllegalStateException("a Spark engine could not be launched", e.getCause());
        } catch (TimeoutException e) {
            throw EngineErrors.unavailable("The Spark engine is still being started; try again later.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineErrors.unavailable("interrupted while a Spark engine was being started");
        }
    }

    /** The next use tries again. */
    private synchronized void unbind(Lease<EngineConnection> failed) {
        if (lease.filter(held -> held == failed).isPresent()) {
            lease = Optional.empty();
            failed.close();
        }
    }

    /** Whether the session was used on an engine that has ended since. */
    synchronized boolean isLost() {
        return started().filter(connection -> !connection.isUsable()).isPresent();
    }

    /** The connection, if the session was ever used and its engine still runs. */
    synchronized Optional<EngineConnection> current() {
        return started().filter(EngineConnection::isUsable);
    }

    private Optional<EngineConnection> started() {
        return lease.map(Lease::engine)
                .filter(engine -> engine.isDone() && !engine.isCompletedExceptionally())
                .map(CompletableFuture::join);
    }

    /** Lets go of the engine. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        lease.ifPresent(Lease::close);
        lease = Optional.empty();
    }
}
