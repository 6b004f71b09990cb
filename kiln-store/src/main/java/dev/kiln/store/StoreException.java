package dev.kiln.store;

import java.util.Map;

/** The store refused or failed. The message is a sentence for users. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StoreCondition condition;
    private final Map<String, String> parameters;

    public StoreException(StoreCondition condition, String message, Map<String, String> parameters) {
        super(message);
        this.condition = condition;
        this.parameters = Map.copyOf(parameters);
    }

    public StoreException(StoreCondition condition, String message, Throwable cause) {
        super(message, cause);
        this.condition = condition;
        this.parameters = Map.of();
    }

    public StoreCondition condition() {
        return condition;
    }

    /** The names and values that the message speaks of, by the names that {@link StoreCondition} gives them. */
    public Map<String, String> parameters() {
        return parameters;
    }
}
