package dev.kiln.engine.execution;

import org.apache.spark.SparkException;
import org.apache.spark.sql.errors.QueryExecutionErrors;

/** The exceptions that Spark's users know, for failures of queries. */
final class SparkErrors {
    private SparkErrors() {}

    /** The exception that stands for a failure which no callback explains. */
    static Throwable of(QueryFailure failure) {
        return failure.callback().orElseGet(() -> switch (failure.kind()) {
            case OUT_OF_MEMORY ->
                new SparkException(
                        "The query needs more memory than the embedded engine may use (" + "kiln.engine.memory): "
                                + failure.getMessage(),
                        failure);
            case SUBQUERY_ROWS -> QueryExecutionErrors.multipleRowScalarSubqueryError(null);
            default -> SparkException.internalError("The embedded engine failed: " + failure.getMessage(), failure);
        });
    }

    /** Throws any exception; declared to return one so that callers can say {@code throw}. */
    static RuntimeException raise(Throwable error) {
        return SparkErrors.<RuntimeException>sneak(error);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneak(Throwable error) throws E {
        throw (E) error;
    }
}
