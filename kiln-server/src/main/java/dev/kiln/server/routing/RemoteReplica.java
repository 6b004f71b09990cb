package dev.kiln.server.routing;

import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A session on an engine that has to be started first, in the background: who waits for it can be interrupted. Thread-safe. */
final class RemoteReplica {
    private static final long LONGEST_SECONDS = 3600;
    private static final long POLL_MILLIS = 20;

    private final Replica replica;
    private final Executor background;
    private Optional<CompletableFuture<Void>> start = Optional.empty();

    RemoteReplica(Replica replica, Executor background) {
        this.replica = replica;
        this.background = background;
    }

    /** A replica whose engine runs already. */
    static RemoteReplica started(Replica replica, Executor background) {
        RemoteReplica started = new RemoteReplica(replica, background);
        started.start = Optional.of(CompletableFuture.completedFuture(null));
        return started;
    }

    Replica replica() {
        return replica;
    }

    /** Whether the engine can be asked without waiting for it. */
    synchronized boolean isReady() {
        return isAsked() && start.orElseThrow().isDone() && !start.orElseThrow().isCompletedExceptionally();
    }

    /** Whether somebody has wanted the engine to start. */
    synchronized boolean isAsked() {
        return start.isPresent();
    }

    /** Whether it is of no use any more. */
    boolean isLost() {
        return replica.session().isLost();
    }

    /**
     * Waits for the engine, and starts it if nobody has. A start that failed is tried again.
     *
     * @throws EngineException if it does not start, or there was an interrupt
     */
    void await(Interruption interruption) {
        CompletableFuture<Void> started = start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (true) {
            interruption.check();
            try {
                started.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw FrontDoorErrors.plain(
                            ThrownAs.SPARK, "The engine " + replica.engine() + " is still being started.");
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof EngineException known) {
                    // Each caller has its own, because throwables gather stack traces and what was suppressed.
                    throw new EngineException(known.report(), known);
                }
                throw new IllegalStateException("the engine " + replica.engine() + " cannot be started", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while an engine was being started", e);
            }
        }
    }

    private synchronized CompletableFuture<Void> start() {
        if (start.filter(known -> !known.isCompletedExceptionally()).isEmpty()) {
            EngineSession session = replica.session();
            start = Optional.of(CompletableFuture.runAsync(session::start, background));
        }
        return start.orElseThrow();
    }
}
