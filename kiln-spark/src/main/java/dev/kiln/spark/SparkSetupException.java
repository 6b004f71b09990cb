package dev.kiln.spark;

/**
 * Something about Spark on this machine or cluster that the user can put right: a missing jar, a bad setting, a driver
 * that does not start. The message says what is wrong; further lines quote what Spark said.
 */
public final class SparkSetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SparkSetupException(String message) {
        super(message);
    }

    public SparkSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
