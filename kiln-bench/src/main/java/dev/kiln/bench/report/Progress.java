package dev.kiln.bench.report;

import java.io.PrintStream;

/** One line that says what is going on, written over itself on a terminal and line by line elsewhere. */
public final class Progress {
    private static final int WIDTH = 78;

    private final PrintStream out;
    private final boolean terminal = System.console() != null;

    public Progress(PrintStream out) {
        this.out = out;
    }

    public void show(String text) {
        if (terminal) {
            String line = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
            out.print("\r" + line + " ".repeat(WIDTH - line.length()));
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Clears the line. */
    public void done() {
        if (terminal) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            out.flush();
        }
    }
}
