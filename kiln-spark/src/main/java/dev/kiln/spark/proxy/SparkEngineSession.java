package dev.kiln.spark.proxy;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.CloneSessionRequest;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.FetchErrorDetailsRequest;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.protocol.ReleaseSessionRequest;
import dev.kiln.protocol.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import dev.kiln.protocol.UserContext;
import dev.kiln.spi.ArtifactStore;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.SessionIdentity;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** Forwards what a session is asked to the engine that it belongs to. Thread-safe. */
final class SparkEngineSession implements EngineSession {
    static final String CLIENT_TYPE = "kiln";

    /** Analysing may read the schema of many files, or start executors; nothing of it takes longer than this. */
    private static final long REQUEST_SECONDS = 600;

    private static final long CLOSE_SECONDS = 10;

    private final SessionIdentity identity;
    private final SessionBinding binding;
    private final ScheduledExecutorService timer;

    SparkEngineSession(SessionIdentity identity, SessionBinding binding, ScheduledExecutorService timer) {
        this.identity = identity;
        this.binding = binding;
        this.timer = timer;
    }

    String id() {
        return binding.id();
    }

    UserContext user() {
        return UserContext.newBuilder().setUserId(identity.userId()).build();
    }

    EngineConnection connection() {
        return binding.connection();
    }

    @Override
    public Preparation prepare(OperationRequest request) {
        return new Preparation.Ready(new SparkOperation(this, connection(), request, timer));
    }

    @Override
    public AnalyzePlanResponse analyze(AnalyzePlanRequest request) {
        AnalyzePlanRequest forwarded = request.toBuilder()
                .setSessionId(id())
                .setUserContext(user())
                .setClientType(CLIENT_TYPE)
                .clearClientObservedServerSideSessionId()
                .build();
        return ask(engine -> engine.analyzePlan(forwarded)).toBuilder()
                .clearSessionId()
                .clearServerSideSessionId()
                .build();
    }

    @Override
    public ConfigResponse configure(ConfigRequest.Operation operation) {
        ConfigRequest forwarded = ConfigRequest.newBuilder()
                .setSessionId(id())
                .setUserContext(user())
                .setClientType(CLIENT_TYPE)
                .setOperation(operation)
                .build();
        return ask(engine -> engine.config(forwarded)).toBuilder()
                .clearSessionId()
                .clearServerSideSessionId()
                .build();
    }

    @Override
    public ArtifactStore artifacts() {
        return new ForwardedArtifacts(this);
    }

    @Override
    public EngineSession copy(SessionIdentity target) {
        SessionBinding copy = new SessionBinding(connection());
        CloneSessionRequest request = CloneSessionRequest.newBuilder()
                .setSessionId(id())
                .setUserContext(user())
                .setClientType(CLIENT_TYPE)
                .setNewSessionId(copy.id())
                .build();
        ask(engine -> engine.cloneSession(request));
        return new SparkEngineSession(target, copy, timer);
    }

    /**
     * Sends a request and waits for its answer, ten minutes at most.
     *
     * @throws EngineException with what the engine answers instead, or that it has ended
     */
    <T> T ask(Function<SparkConnectServiceBlockingStub, T> request) {
        EngineConnection connection = connection();
        try {
            return request.apply(connection.calls(REQUEST_SECONDS));
        } catch (StatusRuntimeException e) {
            throw failure(e, connection);
        }
    }

    /** What to tell the client of a call that failed. */
    EngineException failure(StatusRuntimeException thrown, EngineConnection connection) {
        if (EngineErrors.isOfTransport(thrown) && EngineEnd.of(connection)) {
            return EngineErrors.operationLost(connection.endReason());
        }
        return EngineErrors.of(thrown, errorId -> details(connection, errorId));
    }

    private FetchErrorDetailsResponse details(EngineConnection connection, String errorId) {
        return connection
                .calls(CLOSE_SECONDS)
                .fetchErrorDetails(FetchErrorDetailsRequest.newBuilder()
                        .setSessionId(id())
                        .setUserContext(user())
                        .setClientType(CLIENT_TYPE)
                        .setErrorId(errorId)
                        .build());
    }

    @Override
    public void close() {
        binding.current().ifPresent(connection -> connection
                .messages(CLOSE_SECONDS)
                .releaseSession(
                        ReleaseSessionRequest.newBuilder()
                                .setSessionId(id())
                                .setUserContext(user())
                                .setClientType(CLIENT_TYPE)
                                .build(),
                        new Unanswered<>("releasing a session")));
    }
}
