package dev.kiln.conformance.golden;

import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** Finds the error condition of an exception that the client raised. */
final class ErrorCondition {
    private ErrorCondition() {}

    /** The condition of the exception, or of the nearest cause that has one. */
    static Optional<String> of(Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable known && known.getCondition() != null) {
                return Optional.of(known.getCondition());
            }
        }
        return Optional.empty();
    }
}
