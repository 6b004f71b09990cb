package dev.kiln.server.session;

import static dev.kiln.server.error.Condition.SESSION_CHANGED;
import static dev.kiln.server.error.Condition.SESSION_CLOSED;

import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.server.error.ErrorDetailsCache;
import dev.kiln.server.error.Failure;
import dev.kiln.server.error.FailureStatus;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.operation.OperationRuntime;
import dev.kiln.server.operation.SessionContext;
import dev.kiln.server.operation.SessionOperations;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's session: its operations, its errors and its side of the engine. Thread-safe. */
public final class Session implements SessionContext {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final SessionIdentity identity;
    private final String serverSessionId = UUID.randomUUID().toString();
    private final EngineSession engine;
    private final SessionOperations operations;
    private final ErrorDetailsCache errors;
    private final LongSupplier clock;

    private long lastUsedNanos;
    private int engineUsers;
    private boolean closed;
    private boolean engineClosed;

    Session(SessionIdentity identity, EngineSession engine, SessionLimits limits, OperationRuntime runtime) {
        this.identity = identity;
        this.engine = engine;
        this.operations = new SessionOperations(identity, this, runtime);
        this.errors = new ErrorDetailsCache(limits.maxErrors(), limits.errorLifetime(), runtime.clock());
        this.clock = runtime.clock();
        this.lastUsedNanos = clock.getAsLong();
    }

    public SessionIdentity identity() {
        return identity;
    }

    @Override
    public String sessionId() {
        return identity.sessionId();
    }

    /** Tells this session from every other that has or had the same key. */
    @Override
    public String serverSessionId() {
        return serverSessionId;
    }

    public SessionOperations operations() {
        return operations;
    }

    @Override
    public <T> T withEngine(Function<EngineSession, T> work) {
        synchronized (this) {
            if (closed) {
                throw FrontDoorErrors.handle(SESSION_CLOSED, identity.sessionId());
            }
            engineUsers++;
        }
        try {
            return work.apply(engine);
        } finally {
            synchronized (this) {
                engineUsers--;
            }
            closeEngineWhenUnused();
        }
    }

    @Override
    public Failure failureOf(Throwable thrown) {
        Failure failure = Failure.of(thrown);
        if (failure instanceof Failure.Reported reported) {
            try {
                return withEngine(ErrorPreferences::of).apply(reported);
            } catch (RuntimeException e) {
                LOG.debug("session {} cannot tell its preferences", identity.sessionId(), e);
            }
        }
        return failure;
    }

    @Override
    public StatusRuntimeException statusOf(Failure failure) {
        boolean keep = failure instanceof Failure.Reported reported
                && reported.report().details().hasRootErrorIdx()
                && !isClosed();
        return FailureStatus.of(
                failure,
                keep
                        ? Optional.of(errors.keep(
                                ((Failure.Reported) failure).report().details()))
                        : Optional.empty());
    }

    /** The details of an error, once. */
    public Optional<FetchErrorDetailsResponse> takeErrorDetails(String errorId) {
        return errors.take(errorId);
    }

    /**
     * Checks the server-side id that a client has seen before.
     *
     * @throws dev.kiln.spi.EngineException if the client means an earlier session of this key
     */
    void requireObserved(Optional<String> observedServerSessionId) {
        if (observedServerSessionId.filter(id -> !id.equals(serverSessionId)).isPresent()) {
            throw FrontDoorErrors.handle(SESSION_CHANGED, identity.sessionId());
        }
    }

    synchronized void touch() {
        lastUsedNanos = clock.getAsLong();
    }

    synchronized long idleNanos() {
        return engineUsers > 0 ? 0 : clock.getAsLong() - lastUsedNanos;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends all operations and closes the engine's session as soon as nothing uses it any more. Idempotent. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        operations.close();
        closeEngineWhenUnused();
    }

    private void closeEngineWhenUnused() {
        synchronized (this) {
            if (!closed || engineClosed || engineUsers > 0) {
                return;
            }
            engineClosed = true;
        }
        engine.close();
    }
}
