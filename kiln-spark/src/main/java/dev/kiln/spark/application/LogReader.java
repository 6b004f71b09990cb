package dev.kiln.spark.application;

import java.io.IOException;

/** A log that can be read from any place on. */
public interface LogReader {
    /**
     * A part of a log.
     *
     * @param end the offset in bytes at which to go on
     * @param more whether there is more at the moment
     */
    record Piece(String text, long end, boolean more) {}

    /**
     * Reads on.
     *
     * @param offset in bytes
     * @return an empty piece if there is nothing more at the moment
     * @throws IOException if the log cannot be reached
     */
    Piece read(long offset) throws IOException;
}
