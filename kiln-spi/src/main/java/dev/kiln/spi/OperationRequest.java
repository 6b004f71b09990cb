package dev.kiln.spi;

import static java.util.Objects.requireNonNull;

import dev.kiln.protocol.Plan;
import java.util.Set;

/**
 * A request to execute a plan.
 *
 * @param operationId unique among the operations of the session
 * @param plan a relation or a command, never compressed: the front door has unpacked it
 * @param tags the tags the client attached
 */
public record OperationRequest(String operationId, Plan plan, Set<String> tags) {
    public OperationRequest {
        requireNonNull(operationId, "operationId");
        requireNonNull(plan, "plan");
        tags = Set.copyOf(tags);
    }
}
