package dev.kiln.spark.application;

import java.io.IOException;
import java.io.PrintStream;

/** Prints a log from its beginning, as far as it has come. Not safe for use by several threads. */
public final class LogFollower {
    private final LogReader log;
    private final PrintStream out;
    private long offset;

    public LogFollower(LogReader log, PrintStream out) {
        this.log = log;
        this.out = out;
    }

    /**
     * Prints what has come since the last call.
     *
     * @throws IOException if the log cannot be reached
     */
    public void catchUp() throws IOException {
        LogReader.Piece piece;
        do {
            piece = log.read(offset);
            offset = piece.end();
            out.print(piece.text());
        } while (piece.more());
        out.flush();
    }
}
