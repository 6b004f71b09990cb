package dev.kiln.store.batch;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.util.Map;

/** Errors for bytes that no writer made. */
final class Corrupt {
    private Corrupt() {}

    static StoreException because(String reason) {
        return new StoreException(StoreCondition.CORRUPT_BATCH, "A batch is not what was written: " + reason, Map.of());
    }

    static StoreException because(RuntimeException cause) {
        return new StoreException(StoreCondition.CORRUPT_BATCH, "A batch is not what was written: " + cause, cause);
    }
}
