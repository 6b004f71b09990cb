package dev.kiln.store.snapshot;

import java.nio.ByteBuffer;

/**
 * The least and the greatest value of a chunk, in Spark's order.
 *
 * <p>Numbers, dates and times are {@link Whole} or {@link Floating}; strings and binary values are {@link Bytes}, which
 * may be wider than the values (a long least value is cut, a long greatest one is cut and raised).
 */
public sealed interface Bounds {
    /** Booleans (0 and 1), whole numbers, dates (days), times, intervals, decimals of up to 18 digits (unscaled). */
    record Whole(long least, long greatest) implements Bounds {}

    /** Floats and doubles. NaN is the greatest of all values, and -0.0 equals 0.0. */
    record Floating(double least, double greatest) implements Bounds {}

    /**
     * Strings with Spark's binary collation as UTF-8, and binary values, in the order of unsigned bytes.
     *
     * @param least at most every value
     * @param greatest at least every value
     * @param exact whether both are values themselves, so that min() and max() may be answered from them
     */
    record Bytes(ByteBuffer least, ByteBuffer greatest, boolean exact) implements Bounds {}
}
