package dev.kiln.server.operation;

import static java.util.Objects.requireNonNull;

import dev.kiln.protocol.Plan;
import dev.kiln.protocol.ResultChunkingOptions;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asked to execute.
 *
 * @param requested the plan as it was sent, by which a repeated request is recognised
 * @param plan the same, unpacked
 * @param reattachable whether the client may come back for the rest of the responses
 * @param clientType what the client calls itself
 * @param chunking how the client wants Arrow batches cut, if it allows that at all
 */
public record ExecutionSpec(
        String operationId,
        Plan requested,
        Plan plan,
        Set<String> tags,
        boolean reattachable,
        String clientType,
        Optional<ResultChunkingOptions> chunking) {
    public ExecutionSpec {
        requireNonNull(operationId, "operationId");
        requireNonNull(requested, "requested");
        requireNonNull(plan, "plan");
        tags = Set.copyOf(tags);
        requireNonNull(clientType, "clientType");
        requireNonNull(chunking, "chunking");
    }
}
