package dev.kiln.engine.duckdb;

/** As many queries are running as may run at once. */
public final class DuckDbBusyException extends DuckDbException {
    private static final long serialVersionUID = 1L;

    DuckDbBusyException(int limit) {
        super("too many queries at once: " + limit + " are running");
    }
}
