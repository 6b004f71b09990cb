package dev.kiln.server.grpc;

import dev.kiln.protocol.GetStatusRequest;
import dev.kiln.protocol.GetStatusResponse;
import dev.kiln.protocol.GetStatusResponse.OperationStatus;
import dev.kiln.protocol.GetStatusResponse.OperationStatus.OperationState;
import dev.kiln.server.operation.Execution;
import dev.kiln.server.operation.ExecutionState;
import dev.kiln.server.operation.SessionOperations;
import dev.kiln.server.session.Session;
import dev.kiln.server.session.Sessions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells how a session's operations stand. */
final class StatusHandler {
    private final Sessions sessions;

    StatusHandler(Sessions sessions) {
        this.sessions = sessions;
    }

    GetStatusResponse handle(Caller caller, GetStatusRequest request) {
        Session session = sessions.get(caller.identity(), caller.observed());
        GetStatusResponse.Builder response = GetStatusResponse.newBuilder()
                .setSessionId(session.sessionId())
                .setServerSideSessionId(session.serverSessionId());
        if (request.hasOperationStatus()) {
            Map<String, OperationState> known = states(session.operations());
            Collection<String> asked = request.getOperationStatus().getOperationIdsList();
            for (String id : asked.isEmpty() ? known.keySet() : asked) {
                response.addOperationStatuses(OperationStatus.newBuilder()
                        .setOperationId(id)
                        .setState(known.getOrDefault(id, OperationState.OPERATION_STATE_UNKNOWN)));
            }
        }
        return response.build();
    }

    private static Map<String, OperationState> states(SessionOperations operations) {
        Map<String, OperationState> states = new LinkedHashMap<>();
        operations.ended().forEach((id, state) -> states.put(id, ended(state)));
        for (Execution execution : operations.all()) {
            // An operation that has ended is still terminating until its client has released it.
            states.put(
                    execution.spec().operationId(),
                    execution.state().hasEnded()
                            ? OperationState.OPERATION_STATE_TERMINATING
                            : OperationState.OPERATION_STATE_RUNNING);
        }
        return states;
    }

    private static OperationState ended(ExecutionState state) {
        return switch (state) {
            case SUCCEEDED -> OperationState.OPERATION_STATE_SUCCEEDED;
            case FAILED -> OperationState.OPERATION_STATE_FAILED;
            case CANCELED, SUBMITTED, RUNNING -> OperationState.OPERATION_STATE_CANCELLED;
        };
    }
}
