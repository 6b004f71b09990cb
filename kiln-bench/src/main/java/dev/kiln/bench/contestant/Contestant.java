package dev.kiln.bench.contestant;

import java.util.OptionalLong;

/** Someone who answers statements and is measured at it. For one thread at a time. */
public interface Contestant extends AutoCloseable {
    String name();

    /**
     * Runs a statement and takes in its whole result.
     *
     * @return the number of rows
     */
    long run(String sql);

    /** The largest resident set of the process that does the work, in bytes, where the platform tells. */
    OptionalLong peakMemory();

    @Override
    void close();
}
