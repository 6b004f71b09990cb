package dev.kiln.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How far an operation is.
 *
 * @param fraction between 0 and 1
 * @param inputRows rows read so far
 * @param activity what it does, in a few words for people, if that is not just to run
 */
public record Progress(double fraction, long inputRows, Optional<String> activity) {
    public Progress {
        requireNonNull(activity, "activity");
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction out of range: " + fraction);
        }
    }

    /** Progress of an operation that runs. */
    public Progress(double fraction, long inputRows) {
        this(fraction, inputRows, Optional.empty());
    }
}
