package dev.kiln.spark.pool;

import java.util.Optional;

/**
 * Whose engine it is: sessions with equal keys share one.
 *
 * @param user empty if everybody may use it
 * @param session empty if other sessions may use it, too
 */
record EngineKey(String profile, Optional<String> user, Optional<String> session) {
    /** What stands and falls together: if an engine cannot be launched for one session of a user, it cannot for others. */
    EngineKey forAnySession() {
        return new EngineKey(profile, user, Optional.empty());
    }
}
