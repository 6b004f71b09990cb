package dev.kiln.store.wire;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.util.Map;
import java.util.Optional;

/**
 * An answer.
 *
 * @param failure why there is none
 * @param value the record that answers the request; no bytes if nothing is said but that it was done
 */
public record Reply(Optional<Failure> failure, byte[] value) {
    /** A {@link StoreException} on its way. */
    public record Failure(StoreCondition condition, String message, Map<String, String> parameters) {
        public static Failure of(StoreException e) {
            return new Failure(e.condition(), String.valueOf(e.getMessage()), e.parameters());
        }

        public StoreException exception() {
            return new StoreException(condition, message, parameters);
        }
    }

    public static Reply failed(StoreException e) {
        return new Reply(Optional.of(Failure.of(e)), new byte[0]);
    }
}
