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
import java.util.concurrent.CompletableFuture;
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
    private final String engine;
    private final ScheduledExecutorService timer;

    /** @param engine its name, for what is said of operations that have no process yet */
    SparkEngineSession(
            SessionIdentity identity, SessionBinding binding, String engine, ScheduledExecutorService timer) {
        this.identity = identity;
        this.binding = binding;
        this.engine = engine;
        this.timer = timer;
    }

    String id() {
        return binding.id();
    }

    UserContext user() {
        return UserContext.newBuilder().setUserId(identity.userId()).build();
    }

    /** The name of the engine. */
    String engine() {
        return engine;
    }

    /** See {@link SessionBinding#use()}. */
    EngineUse use() {
        return binding.use();
    }

    /** See {@link SessionBinding#use(CompletableFuture)}. */
    EngineUse use(CompletableFuture<?> givenUp) {
        return binding.use(givenUp);
    }

    /** Asks nobody: the engine may not have been launched yet, and an operation can be interrupted while it waits. */
    @Override
    public Preparation prepare(OperationRequest request) {
        return new Preparation.Ready(new SparkOperation(this, request, timer));
    }

    @Override
    public AnalyzePlanResponse analyze(AnalyzePlanRequest request) {
        AnalyzePlanRequest forwarded = request.toBuilder()
                .setSessionId(id())
                .setUserContext(user())
                .setClientType(CLIENT_TYPE)
                .clearClientObservedServerSideSessionId()
                .build();
        return ask(stub -> stub.analyzePlan(forwarded)).toBuilder()
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
        return ask(stub -> stub.config(forwarded)).toBuilder()
                .clearSessionId()
                .clearServerSideSessionId()
                .build();
    }

    @Override
    public void start() {
        use().close();
    }

    @Override
    public boolean isLost() {
        return binding.isLost();
    }

    @Override
    public ArtifactStore artifacts() {
        return new ForwardedArtifacts(this);
    }

    @Override
    public EngineSession copy(SessionIdentity target) {
        SessionBinding copy = binding.another();
        CloneSessionRequest request = CloneSessionRequest.newBuilder()
                .setSessionId(id())
                .setUserContext(user())
                .setClientType(CLIENT_TYPE)
                .setNewSessionId(copy.id())
                .build();
        try {
            ask(stub -> stub.cloneSession(request));
            return new SparkEngineSession(target, copy, engine, timer);
        } catch (EngineException e) {
            copy.close();
            throw e;
        }
    }

    /**
     * Sends a request and waits for its answer, ten minutes at most.
     *
     * @throws EngineException with what the engine answers instead, or that it has ended
     */
    <T> T ask(Function<SparkConnectServiceBlockingStub, T> request) {
        try (EngineUse use = use()) {
            try {
                return request.apply(use.connection().calls(REQUEST_SECONDS));
            } catch (StatusRuntimeException e) {
                throw failure(e, use.connection());
            }
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
        binding.close();
    }
}
