package dev.kiln.spark.application;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of an application so far.
 *
 * @param exitCode of its driver, where that is known
 * @param note what else there is to say, such as why it failed
 */
public record Outcome(ApplicationState state, OptionalInt exitCode, Optional<String> note) {
    static Outcome of(ApplicationState state) {
        return new Outcome(state, OptionalInt.empty(), Optional.empty());
    }

    static Outcome of(ApplicationState state, String note) {
        return new Outcome(state, OptionalInt.empty(), Optional.of(note));
    }

    /** Of a driver that ended on this machine. */
    static Outcome ended(int exitCode, ApplicationState state) {
        return new Outcome(state, OptionalInt.of(exitCode), Optional.empty());
    }
}
