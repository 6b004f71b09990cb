package dev.kiln.server.grpc;

import static dev.kiln.server.error.Condition.INTERRUPT_ID_MISSING;
import static dev.kiln.server.error.Condition.INTERRUPT_TAG_MISSING;
import static dev.kiln.server.error.Condition.INTERRUPT_TYPE;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.InterruptRequest;
import dev.kiln.protocol.InterruptResponse;
import dev.kiln.protocol.ReattachExecuteRequest;
import dev.kiln.protocol.ReleaseExecuteRequest;
import dev.kiln.protocol.ReleaseExecuteResponse;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.operation.Execution;
import dev.kiln.server.operation.SessionOperations;
import dev.kiln.server.session.Session;
import dev.kiln.server.session.Sessions;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls about operations that were started before. */
final class OperationCalls {
    private final Sessions sessions;

    OperationCalls(Sessions sessions) {
        this.sessions = sessions;
    }

    void reattach(Caller caller, ReattachExecuteRequest request, ServerCallStreamObserver<ExecutePlanResponse> client) {
        Optional<String> last =
                request.hasLastResponseId() ? Optional.of(request.getLastResponseId()) : Optional.empty();
        sessions.get(caller.identity(), caller.observed())
                .operations()
                .reattach(request.getOperationId(), last, client);
    }

    /** The observed session id is not checked, as in Spark: a release must not fail a client that is leaving. */
    ReleaseExecuteResponse release(Caller caller, ReleaseExecuteRequest request) {
        Session session = sessions.get(caller.identity(), Optional.empty());
        ReleaseExecuteResponse.Builder response = ReleaseExecuteResponse.newBuilder()
                .setSessionId(session.sessionId())
                .setServerSideSessionId(session.serverSessionId());
        Optional<Execution> execution = session.operations().find(request.getOperationId());
        if (execution.isPresent()) {
            execution.get().requireReattachable();
            release(session.operations(), execution.get(), request);
            response.setOperationId(request.getOperationId());
        }
        return response.build();
    }

    private static void release(SessionOperations operations, Execution execution, ReleaseExecuteRequest request) {
        switch (request.getReleaseCase()) {
            case RELEASE_ALL -> operations.release(request.getOperationId());
            case RELEASE_UNTIL ->
                execution.releaseUntil(request.getReleaseUntil().getResponseId());
            case RELEASE_NOT_SET ->
                throw FrontDoorErrors.plain(ThrownAs.UNSUPPORTED_OPERATION, "A release must say what to release.");
        }
    }

    InterruptResponse interrupt(Caller caller, InterruptRequest request) {
        Session session = sessions.getOrCreate(caller.identity(), caller.observed(), caller.wishes());
        return InterruptResponse.newBuilder()
                .setSessionId(session.sessionId())
                .setServerSideSessionId(session.serverSessionId())
                .addAllInterruptedIds(interrupt(session.operations(), request))
                .build();
    }

    private static List<String> interrupt(SessionOperations operations, InterruptRequest request) {
        return switch (request.getInterruptType()) {
            case INTERRUPT_TYPE_ALL -> operations.interrupt(spec -> true);
            case INTERRUPT_TYPE_TAG -> {
                if (!request.hasOperationTag()) {
                    throw FrontDoorErrors.of(
                            INTERRUPT_TAG_MISSING, Map.of("parameter", "operation_tag", "functionName", "interrupt"));
                }
                yield operations.interrupt(spec -> spec.tags().contains(request.getOperationTag()));
            }
            case INTERRUPT_TYPE_OPERATION_ID -> {
                if (!request.hasOperationId()) {
                    throw FrontDoorErrors.of(
                            INTERRUPT_ID_MISSING, Map.of("parameter", "operation_id", "functionName", "interrupt"));
                }
                yield operations.interrupt(spec -> spec.operationId().equals(request.getOperationId()));
            }
            case INTERRUPT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw FrontDoorErrors.of(
                        INTERRUPT_TYPE,
                        Map.of("interruptType", request.getInterruptType().name()));
        };
    }
}
