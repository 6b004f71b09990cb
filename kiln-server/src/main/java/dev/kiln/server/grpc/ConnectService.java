package dev.kiln.server.grpc;

import dev.kiln.protocol.AddArtifactsRequest;
import dev.kiln.protocol.AddArtifactsResponse;
import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.ArtifactStatusesRequest;
import dev.kiln.protocol.ArtifactStatusesResponse;
import dev.kiln.protocol.CloneSessionRequest;
import dev.kiln.protocol.CloneSessionResponse;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.FetchErrorDetailsRequest;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.protocol.GetStatusRequest;
import dev.kiln.protocol.GetStatusResponse;
import dev.kiln.protocol.InterruptRequest;
import dev.kiln.protocol.InterruptResponse;
import dev.kiln.protocol.ReattachExecuteRequest;
import dev.kiln.protocol.ReleaseExecuteRequest;
import dev.kiln.protocol.ReleaseExecuteResponse;
import dev.kiln.protocol.ReleaseSessionRequest;
import dev.kiln.protocol.ReleaseSessionResponse;
import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.server.operation.CompressedPlans;
import dev.kiln.server.session.Sessions;
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
    private final StatusHandler status;
    private final Sessions sessions;
    private final long maxUploadBytes;

    /** @param maxUploadBytes of all artifacts of one upload */
    public ConnectService(Sessions sessions, CompressedPlans compressedPlans, long maxUploadBytes) {
        this.sessions = sessions;
        this.maxUploadBytes = maxUploadBytes;
        this.status = new StatusHandler(sessions);
        this.calls = new Calls(sessions);
        this.executePlan = new ExecutePlanHandler(sessions, compressedPlans);
        this.analyzePlan = new AnalyzePlanHandler(sessions, compressedPlans);
        this.operations = new OperationCalls(sessions);
        this.sessionCalls = new SessionCalls(sessions);
    }

    /** The service for a gRPC server, taking messages that nest up to a limit. */
    public ServerServiceDefinition definition(int recursionLimit) {
        return MessageReading.of(bindService(), recursionLimit);
    }

    @Override
    public void executePlan(ExecutePlanRequest request, StreamObserver<ExecutePlanResponse> client) {
        Caller caller = Caller.of(request);
        calls.start(caller, client, () -> executePlan.handle(caller, request, stream(client)));
    }

    @Override
    public void reattachExecute(ReattachExecuteRequest request, StreamObserver<ExecutePlanResponse> client) {
        Caller caller = Caller.of(request);
        calls.start(caller, client, () -> operations.reattach(caller, request, stream(client)));
    }

    @Override
    public void releaseExecute(ReleaseExecuteRequest request, StreamObserver<ReleaseExecuteResponse> client) {
        Caller caller = Caller.of(request);
        calls.answer(caller, client, () -> operations.release(caller, request));
    }

    @Override
    public void interrupt(InterruptRequest request, StreamObserver<InterruptResponse> client) {
        Caller caller = Caller.of(request);
        calls.answer(caller, client, () -> operations.interrupt(caller, request));
    }

    @Override
    public void analyzePlan(AnalyzePlanRequest request, StreamObserver<AnalyzePlanResponse> client) {
        Caller caller = Caller.of(request);
        calls.answer(caller, client, () -> analyzePlan.handle(caller, request));
    }

    @Override
    public void config(ConfigRequest request, StreamObserver<ConfigResponse> client) {
        Caller caller = Caller.of(request);
        calls.answer(caller, client, () -> sessionCalls.config(caller, request));
    }

    @Override
    public void fetchErrorDetails(FetchErrorDetailsRequest request, StreamObserver<FetchErrorDetailsResponse> client) {
        Caller caller = Caller.of(request);
        calls.answer(caller, client, () -> sessionCalls.fetchErrorDetails(caller, request));
    }

    @Override
    public void releaseSession(ReleaseSessionRequest request, StreamObserver<ReleaseSessionResponse> client) {
        Caller caller = Caller.of(request);
        calls.answer(caller, client, () -> sessionCalls.release(caller, request));
    }

    @Override
    public StreamObserver<AddArtifactsRequest> addArtifacts(StreamObserver<AddArtifactsResponse> client) {
        return new AddArtifactsCall(sessions, calls, client, maxUploadBytes);
    }

    @Override
    public void artifactStatus(ArtifactStatusesRequest request, StreamObserver<ArtifactStatusesResponse> client) {
        Caller caller = Caller.of(request);
        calls.answer(caller, client, () -> sessionCalls.artifactStatus(caller, request));
    }

    @Override
    public void cloneSession(CloneSessionRequest request, StreamObserver<CloneSessionResponse> client) {
        Caller caller = Caller.of(request);
        calls.answer(caller, client, () -> sessionCalls.cloneSession(caller, request));
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> client) {
        Caller caller = Caller.of(request);
        calls.answer(caller, client, () -> status.handle(caller, request));
    }

    private static ServerCallStreamObserver<ExecutePlanResponse> stream(StreamObserver<ExecutePlanResponse> client) {
        return (ServerCallStreamObserver<ExecutePlanResponse>) client;
    }
}
