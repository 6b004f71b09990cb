package dev.kiln.server.session;

import dev.kiln.server.error.Condition;
import dev.kiln.server.error.FrontDoorErrors;
import java.util.UUID;

/** Checks ids that clients make. As in Spark, what Java's parser takes for a UUID is good enough. */
public final class Handles {
    private Handles() {}

    /** @throws dev.kiln.spi.EngineException if the id is no UUID */
    public static String requireUuid(String handle) {
        if (!isUuid(handle)) {
            throw FrontDoorErrors.handle(Condition.HANDLE_FORMAT, handle);
        }
        return handle;
    }

    public static boolean isUuid(String handle) {
        try {
            return !UUID.fromString(handle).toString().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
