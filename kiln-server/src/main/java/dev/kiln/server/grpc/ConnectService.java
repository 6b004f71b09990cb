package dev.kiln.server.grpc;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.FetchErrorDetailsRequest;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.protocol.InterruptRequest;
import dev.kiln.protocol.InterruptResponse;
import dev.kiln.protocol.ReattachExecuteRequest;
import dev.kiln.protocol.ReleaseExecuteRequest;
import dev.kiln.protocol.ReleaseExecuteResponse;
import dev.kiln.protocol.ReleaseSessionRequest;
import dev.kiln.protocol.ReleaseSessionResponse;
import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.protocol.UserContext;
import dev.kiln.server.operation.CompressedPlans;
import dev.kiln.server.session.Sessions;
import dev.kiln.spi.SessionIdentity;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Hands each call of the service to its handler. */
public final class ConnectService extends SparkConnectServiceGrpc.SparkConnectServiceImplBase {
    private final Calls calls;
    private final ExecutePlanHandler executePlan;
    private final AnalyzePlanHandler analyzePlan;
    private final OperationCalls operations;
    private final SessionCalls sessionCalls;

    public ConnectService(Sessions sessions, CompressedPlans compressedPlans) {
        this.calls = new Calls(sessions);
        this.executePlan = new ExecutePlanHandler(sessions, compressedPlans);
        this.analyzePlan = new AnalyzePlanHandler(sessions, compressedPlans);
        this.operations = new OperationCalls(sessions);
        this.sessionCalls = new SessionCalls(sessions);
    }

    /** The service for a gRPC server, taking messages that nest up to a limit. */
    public ServerServiceDefinition definition(int recursionLimit) {
        return DeepMessages.of(bindService(), recursionLimit);
    }

    @Override
    public void executePlan(ExecutePlanRequest request, StreamObserver<ExecutePlanResponse> client) {
        SessionIdentity caller = caller(request.getUserContext(), request.getSessionId());
        calls.start(caller, client, () -> executePlan.handle(caller, request, stream(client)));
    }

    @Override
    public void reattachExecute(ReattachExecuteRequest request, StreamObserver<ExecutePlanResponse> client) {
        SessionIdentity caller = caller(request.getUserContext(), request.getSessionId());
        calls.start(caller, client, () -> operations.reattach(caller, request, stream(client)));
    }

    @Override
    public void releaseExecute(ReleaseExecuteRequest request, StreamObserver<ReleaseExecuteResponse> client) {
        SessionIdentity caller = caller(request.getUserContext(), request.getSessionId());
        calls.answer(caller, client, () -> operations.release(caller, request));
    }

    @Override
    public void interrupt(InterruptRequest request, StreamObserver<InterruptResponse> client) {
        SessionIdentity caller = caller(request.getUserContext(), request.getSessionId());
        calls.answer(caller, client, () -> operations.interrupt(caller, request));
    }

    @Override
    public void analyzePlan(AnalyzePlanRequest request, StreamObserver<AnalyzePlanResponse> client) {
        SessionIdentity caller = caller(request.getUserContext(), request.getSessionId());
        calls.answer(caller, client, () -> analyzePlan.handle(caller, request));
    }

    @Override
    public void config(ConfigRequest request, StreamObserver<ConfigResponse> client) {
        SessionIdentity caller = caller(request.getUserContext(), request.getSessionId());
        calls.answer(caller, client, () -> sessionCalls.config(caller, request));
    }

    @Override
    public void fetchErrorDetails(FetchErrorDetailsRequest request, StreamObserver<FetchErrorDetailsResponse> client) {
        SessionIdentity caller = caller(request.getUserContext(), request.getSessionId());
        calls.answer(caller, client, () -> sessionCalls.fetchErrorDetails(caller, request));
    }

    @Override
    public void releaseSession(ReleaseSessionRequest request, StreamObserver<ReleaseSessionResponse> client) {
        SessionIdentity caller = caller(request.getUserContext(), request.getSessionId());
        calls.answer(caller, client, () -> sessionCalls.release(caller, request));
    }

    private static SessionIdentity caller(UserContext user, String sessionId) {
        return new SessionIdentity(user.getUserId(), sessionId);
    }

    private static ServerCallStreamObserver<ExecutePlanResponse> stream(StreamObserver<ExecutePlanResponse> client) {
        return (ServerCallStreamObserver<ExecutePlanResponse>) client;
    }
}
