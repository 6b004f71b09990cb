package dev.kiln.server.operation;

import dev.kiln.spi.SessionIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Remembers operations that are gone, so that a late retry neither runs them twice nor gets a misleading answer. Keeps a
 * limited number, the newest. Thread-safe.
 */
public final class EndedOperations {
    /** Why an operation is gone. */
    public enum Reason {
        /** Its client has released it. */
        RELEASED,
        /** Its client did not come back for it, or its session ended. */
        ABANDONED
    }

    /** @param state how the operation ended; an operation that was dropped while at work counts as canceled */
    public record Ended(Reason reason, ExecutionState state) {}

    private record Key(SessionIdentity session, String operationId) {}

    private final int capacity;
    private final LinkedHashMap<Key, Ended> operations = new LinkedHashMap<>();

    public EndedOperations(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(SessionIdentity session, String operationId, Ended ended) {
        if (operations.size() >= capacity) {
            operations.remove(operations.keySet().iterator().next());
        }
        operations.put(new Key(session, operationId), ended);
    }

    synchronized Optional<Ended> find(SessionIdentity session, String operationId) {
        return Optional.ofNullable(operations.get(new Key(session, operationId)));
    }

    synchronized Map<String, ExecutionState> statesOf(SessionIdentity session) {
        Map<String, ExecutionState> states = new LinkedHashMap<>();
        Predicate<Key> own = key -> key.session().equals(session);
        operations.forEach((key, ended) -> {
            if (own.test(key)) {
                states.put(key.operationId(), ended.state());
            }
        });
        return states;
    }
}
