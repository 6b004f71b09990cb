package dev.kiln.engine.execution.arrow;

import static java.util.Objects.requireNonNull;

/**
 * How results are cut and typed.
 *
 * @param timeZone the zone that timestamp columns are labelled with
 * @param maxRows rows per batch
 * @param maxBytes bytes per batch, unless a single row is larger
 * @param largeOffsets whether strings and binaries have 64-bit offsets
 */
public record ArrowSettings(String timeZone, int maxRows, long maxBytes, boolean largeOffsets) {
    public ArrowSettings {
        requireNonNull(timeZone, "timeZone");
        if (maxRows < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a batch has room for at least a row and a byte");
        }
    }
}
