package dev.kiln.server.operation;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where an operation is:
 *
 * <pre>
 *  SUBMITTED ---> RUNNING ---> SUCCEEDED
 *      |             |-------> FAILED
 *      |             |-------> CANCELED
 *      |-----------------------^
 * </pre>
 */
public enum ExecutionState {
    SUBMITTED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELED;

    private static final Set<ExecutionState> ENDED = EnumSet.of(SUCCEEDED, FAILED, CANCELED);

    public boolean hasEnded() {
        return ENDED.contains(this);
    }

    boolean canBecome(ExecutionState next) {
        return switch (this) {
            case SUBMITTED -> next == RUNNING || next == CANCELED;
            case RUNNING -> next.hasEnded();
            case SUCCEEDED, FAILED, CANCELED -> false;
        };
    }
}
