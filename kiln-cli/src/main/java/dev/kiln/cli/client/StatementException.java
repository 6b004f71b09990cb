package dev.kiln.cli.client;

/** The server refused or failed a statement; the message is Spark's own. */
public final class StatementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StatementException(String message, Throwable cause) {
        super(message, cause);
    }
}
