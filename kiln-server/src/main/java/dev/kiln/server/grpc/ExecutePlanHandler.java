package dev.kiln.server.grpc;

import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanRequest.RequestOption;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.ResultChunkingOptions;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.operation.CompressedPlans;
import dev.kiln.server.operation.ExecutionSpec;
import dev.kiln.server.session.Handles;
import dev.kiln.server.session.Session;
import dev.kiln.server.session.Sessions;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Starts operations. */
final class ExecutePlanHandler {
    private final Sessions sessions;
    private final CompressedPlans compressedPlans;

    ExecutePlanHandler(Sessions sessions, CompressedPlans compressedPlans) {
        this.sessions = sessions;
        this.compressedPlans = compressedPlans;
    }

    void handle(Caller caller, ExecutePlanRequest request, ServerCallStreamObserver<ExecutePlanResponse> client) {
        Session session = sessions.getOrCreate(caller.identity(), caller.observed(), caller.wishes());
        session.operations().start(spec(request), client);
    }

    private ExecutionSpec spec(ExecutePlanRequest request) {
        String operationId = request.hasOperationId()
                ? Handles.requireUuid(request.getOperationId())
                : UUID.randomUUID().toString();
        return new ExecutionSpec(
                operationId,
                request.getPlan(),
                compressedPlans.unpack(request.getPlan()),
                tags(request),
                request.getRequestOptionsList().stream()
                        .anyMatch(option -> option.getReattachOptions().getReattachable()),
                request.getClientType(),
                chunking(request));
    }

    private static Set<String> tags(ExecutePlanRequest request) {
        Set<String> tags = new LinkedHashSet<>();
        for (String tag : request.getTagsList()) {
            if (tag.isEmpty()) {
                throw FrontDoorErrors.plain(ThrownAs.ILLEGAL_ARGUMENT, "A Spark Connect tag must not be empty.");
            }
            if (tag.contains(",")) {
                throw FrontDoorErrors.plain(
                        ThrownAs.ILLEGAL_ARGUMENT, "A Spark Connect tag must not contain a comma: '" + tag + "'.");
            }
            tags.add(tag);
        }
        return tags;
    }

    private static Optional<ResultChunkingOptions> chunking(ExecutePlanRequest request) {
        return request.getRequestOptionsList().stream()
                .filter(RequestOption::hasResultChunkingOptions)
                .map(RequestOption::getResultChunkingOptions)
                .findFirst();
    }
}
