package dev.kiln.spark.pool;

/** The engine of a lease has ended; the message says why. */
public final class EngineGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineGoneException(String reason) {
        super(reason);
    }
}
