package dev.kiln.engine.duckdb;

/** The embedded database cannot do what it must always be able to do. */
public class DuckDbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DuckDbException(String message) {
        super(message);
    }

    public DuckDbException(String message, Throwable cause) {
        super(message, cause);
    }
}
