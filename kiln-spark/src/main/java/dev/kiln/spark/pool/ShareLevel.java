package dev.kiln.spark.pool;

import java.util.Optional;

/** Which sessions share an engine. */
public enum ShareLevel {
    /** None: each has an engine to itself, which ends with it. */
    SESSION,
    /** Those of one user. */
    USER,
    /** All, whoever they belong to. */
    SHARED;

    /**
     * Reads a level as users write it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ShareLevel parse(String text) {
        return switch (text.strip()) {
            case "session" -> SESSION;
            case "user" -> USER;
            case "shared" -> SHARED;
            default -> throw new IllegalArgumentException("must be session, user or shared");
        };
    }

    EngineKey key(String profile, String user, String session) {
        return switch (this) {
            case SESSION -> new EngineKey(profile, Optional.of(user), Optional.of(session));
            case USER -> new EngineKey(profile, Optional.of(user), Optional.empty());
            case SHARED -> new EngineKey(profile, Optional.empty(), Optional.empty());
        };
    }
}
