package dev.kiln.bench.store;

import java.util.function.DoubleUnaryOperator;

/**
 * What reports make of seconds.
 *
 * @param name what it is called
 * @param ofSeconds the figure
 */
public record Unit(String name, DoubleUnaryOperator ofSeconds) {
    static final Unit SECONDS = new Unit("s", seconds -> seconds);
    static final Unit MICROSECONDS = new Unit("us", seconds -> seconds * 1e6);

    /** Nanoseconds for each of so many rows. */
    static Unit perRow(long rows) {
        return new Unit("ns/row", seconds -> seconds * 1e9 / rows);
    }

    /** Nanoseconds for each value of so many columns. */
    static Unit perValue(long rows, int columns) {
        return new Unit("ns/row/column", seconds -> seconds * 1e9 / rows / columns);
    }

    /** Megabytes per second. */
    static Unit rate(long bytes) {
        return new Unit("MB/s", seconds -> bytes / 1e6 / seconds);
    }

    /** Thousands of rows per second. */
    static Unit rows(long rows) {
        return new Unit("1000 rows/s", seconds -> rows / 1e3 / seconds);
    }

    double of(double seconds) {
        return ofSeconds.applyAsDouble(seconds);
    }
}
