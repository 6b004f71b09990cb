package dev.kiln.server.session;

import static dev.kiln.server.error.Condition.CLONE_TARGET_CLOSED;
import static dev.kiln.server.error.Condition.CLONE_TARGET_EXISTS;
import static dev.kiln.server.error.Condition.CLONE_TARGET_FORMAT;
import static dev.kiln.server.error.Condition.SESSION_CLOSED;
import static dev.kiln.server.error.Condition.SESSION_NOT_FOUND;

import dev.kiln.server.error.Condition;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.operation.OperationRuntime;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open sessions of the server and the memory of closed ones. Thread-safe. */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final long OPENING_TIMEOUT_SECONDS = 60;

    private final Engine engine;
    private final SessionLimits limits;
    private final OperationRuntime runtime;

    /** A session is a future while the engine opens it, so that others neither wait for the lock nor open it twice. */
    private final Map<SessionIdentity, CompletableFuture<Session>> sessions = new HashMap<>();

    private final LinkedHashSet<SessionIdentity> tombstones = new LinkedHashSet<>();
    private boolean closed;

    public Sessions(Engine engine, SessionLimits limits, OperationRuntime runtime) {
        this.engine = engine;
        this.limits = limits;
        this.runtime = runtime;
    }

    /**
     * The session of this key, opened if need be.
     *
     * @param observed the server-side id that the client knows, if it says so
     * @param wishes what a new session is to be like; without meaning for one that is open
     * @throws dev.kiln.spi.EngineException if the key is malformed or was closed, the client means an earlier session,
     *     or there are too many sessions
     */
    public Session getOrCreate(SessionIdentity identity, Optional<String> observed, Map<String, String> wishes) {
        Optional<Session> existing = find(identity);
        Session session = existing.isPresent() ? existing.get() : open(identity, wishes);
        session.requireObserved(observed);
        session.touch();
        return session;
    }

    /**
     * The session of this key.
     *
     * @throws dev.kiln.spi.EngineException if there is none, or the client means an earlier one
     */
    public Session get(SessionIdentity identity, Optional<String> observed) {
        Session session = find(identity).orElseThrow(() -> missing(identity));
        session.requireObserved(observed);
        session.touch();
        return session;
    }

    /** The session of this key, if it is open; does not count as use. */
    public Optional<Session> find(SessionIdentity identity) {
        CompletableFuture<Session> future;
        synchronized (sessions) {
            future = sessions.get(identity);
        }
        return future == null ? Optional.empty() : Optional.of(await(future));
    }

    /**
     * Closes a session.
     *
     * @param reopenable whether the key may be used again
     * @return the session, if there was one
     */
    public Optional<Session> release(SessionIdentity identity, boolean reopenable) {
        Optional<Session> session = find(identity);
        session.ifPresent(it -> close(it, reopenable));
        return session;
    }

    /**
     * Opens a session with a copy of another session's state.
     *
     * @param source the session to copy
     * @param targetId the new session's id; the user is the same
     * @throws dev.kiln.spi.EngineException if the id is malformed or taken
     */
    public Session copy(Session source, String targetId) {
        SessionIdentity target = new SessionIdentity(source.identity().userId(), targetId);
        CompletableFuture<Session> future = new CompletableFuture<>();
        synchronized (sessions) {
            if (!Handles.isUuid(targetId)) {
                throw cloneTarget(CLONE_TARGET_FORMAT, targetId);
            }
            if (tombstones.contains(target)) {
                throw cloneTarget(CLONE_TARGET_CLOSED, targetId);
            }
            if (sessions.containsKey(target)) {
                throw cloneTarget(CLONE_TARGET_EXISTS, targetId);
            }
            requireRoom();
            sessions.put(target, future);
        }
        return open(target, future, () -> source.withEngine(engineSession -> engineSession.copy(target)));
    }

    /** Closes sessions that were not used for too long. */
    public void expire() {
        if (limits.idleTimeout().isZero()) {
            return;
        }
        for (Session session : all()) {
            if (session.idleNanos() > limits.idleTimeout().toNanos()
                    && session.operations().active() == 0) {
                LOG.info("session {} expired", session.sessionId());
                close(session, false);
            }
        }
    }

    /** The sessions that are open now. */
    public List<Session> all() {
        List<Session> open = new ArrayList<>();
        synchronized (sessions) {
            for (CompletableFuture<Session> future : sessions.values()) {
                if (future.isDone() && !future.isCompletedExceptionally()) {
                    open.add(future.join());
                }
            }
        }
        return open;
    }

    /** Closes all sessions and opens no more. */
    public void close() {
        synchronized (sessions) {
            closed = true;
        }
        all().forEach(session -> close(session, false));
    }

    private Session open(SessionIdentity identity, Map<String, String> wishes) {
        CompletableFuture<Session> future = new CompletableFuture<>();
        CompletableFuture<Session> other;
        synchronized (sessions) {
            if (tombstones.contains(identity)) {
                throw FrontDoorErrors.handle(SESSION_CLOSED, identity.sessionId());
            }
            Handles.requireUuid(identity.sessionId());
            other = sessions.get(identity);
            if (other == null) {
                requireRoom();
                sessions.put(identity, future);
            }
        }
        return other == null ? open(identity, future, () -> engine.openSession(identity, wishes)) : await(other);
    }

    private Session open(SessionIdentity identity, CompletableFuture<Session> future, Supplier<EngineSession> opener) {
        try {
            Session session = new Session(identity, opener.get(), limits, runtime);
            LOG.info("session {} of user '{}' opened", identity.sessionId(), identity.userId());
            future.complete(session);
            closeIfLate(session);
            return session;
        } catch (Throwable t) {
            synchronized (sessions) {
                sessions.remove(identity, future);
            }
            future.completeExceptionally(t);
            throw t;
        }
    }

    /** A session that was being opened while the server closed all others. */
    private void closeIfLate(Session session) {
        boolean late;
        synchronized (sessions) {
            late = closed;
        }
        if (late) {
            close(session, false);
        }
    }

    private void requireRoom() {
        if (closed) {
            throw FrontDoorErrors.plain(ThrownAs.SPARK, "The server is shutting down and opens no new sessions.");
        }
        if (sessions.size() >= limits.maxSessions()) {
            throw FrontDoorErrors.plain(
                    ThrownAs.SPARK,
                    "The server is overloaded: " + limits.maxSessions() + " sessions are open, which is the limit.");
        }
    }

    private void close(Session session, boolean reopenable) {
        synchronized (sessions) {
            CompletableFuture<Session> future = sessions.get(session.identity());
            if (future == null || future.getNow(null) != session) {
                return;
            }
            sessions.remove(session.identity());
            if (!reopenable) {
                if (tombstones.size() >= limits.maxClosed()) {
                    tombstones.remove(tombstones.iterator().next());
                }
                tombstones.add(session.identity());
            }
        }
        session.close();
        LOG.info("session {} closed", session.sessionId());
    }

    private static EngineException cloneTarget(Condition condition, String targetId) {
        return FrontDoorErrors.of(condition, Map.of("targetSessionId", targetId));
    }

    private RuntimeException missing(SessionIdentity identity) {
        synchronized (sessions) {
            return FrontDoorErrors.handle(
                    tombstones.contains(identity) ? SESSION_CLOSED : SESSION_NOT_FOUND, identity.sessionId());
        }
    }

    private static Session await(CompletableFuture<Session> future) {
        try {
            return future.get(OPENING_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the session could not be opened", e.getCause());
        } catch (TimeoutException e) {
            throw FrontDoorErrors.plain(ThrownAs.SPARK, "The session is still being opened; try again later.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a session to open", e);
        }
    }
}
