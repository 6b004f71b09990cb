package dev.kiln.spark.cluster;

import java.util.Optional;

/**
 * What an examination found of one thing.
 *
 * @param subject what was looked at, in a word or two
 * @param text what was found
 * @param fix what the user can do, where something is to be done
 */
public record Finding(Level level, String subject, String text, Optional<String> fix) {
    /** How bad it is. */
    public enum Level {
        OK,
        /** Some things will not work. */
        WARNING,
        /** Clusters or applications will not work. */
        FAILURE
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text, Optional.empty());
    }

    static Finding warning(String subject, String text, String fix) {
        return new Finding(Level.WARNING, subject, text, Optional.of(fix));
    }

    static Finding failure(String subject, String text, String fix) {
        return new Finding(Level.FAILURE, subject, text, Optional.of(fix));
    }
}
