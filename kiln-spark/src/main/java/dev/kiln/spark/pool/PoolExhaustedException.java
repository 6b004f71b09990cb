package dev.kiln.spark.pool;

/** There are as many engines as there may be, and all are in use. */
public final class PoolExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PoolExhaustedException(String message) {
        super(message);
    }
}
