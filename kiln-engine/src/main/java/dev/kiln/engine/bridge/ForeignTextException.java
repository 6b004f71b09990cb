package dev.kiln.engine.bridge;

/** Text that is not valid UTF-8, for a query in which DuckDB looks for characters. */
public final class ForeignTextException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignTextException() {
        super("text is not valid UTF-8");
    }
}
