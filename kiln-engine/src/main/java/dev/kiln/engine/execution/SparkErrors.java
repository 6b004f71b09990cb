package dev.kiln.engine.execution;

import org.apache.spark.SparkException;
import org.apache.spark.SparkRuntimeException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/** The exceptions that Spark's users know, for failures of queries. */
final class SparkErrors {
    private static final String TOO_DEEP = "RECURSION_LEVEL_LIMIT_EXCEEDED";

    private SparkErrors() {}

    /** The exception that stands for a failure which no callback explains. */
    static Throwable of(QueryFailure failure, LogicalPlan plan) {
        return failure.callback().map(SparkErrors::asSparkThrows).orElseGet(() -> switch (failure.kind()) {
            case OUT_OF_MEMORY ->
                new SparkException(
                        "The query needs more memory than the embedded engine may use (" + "kiln.embedded.memory): "
                                + failure.getMessage(),
                        failure);
            case SUBQUERY_ROWS -> SubqueryFailure.in(plan);
            default -> SparkException.internalError("The embedded engine failed: " + failure.getMessage(), failure);
        });
    }

    /** The error of a query that met text of another encoding when it could no longer be run in another way. */
    static Throwable lateForeignText(Throwable cause) {
        return new SparkException(
                "The query met text that is not valid UTF-8 after it had given out rows, and could not go on from there. "
                        + "With an ORDER BY it reads everything before it gives out the first row.",
                cause);
    }

    /** Spark's loops of recursion throw another class than the expression that stands for them here. */
    private static Throwable asSparkThrows(Throwable thrown) {
        return thrown instanceof SparkRuntimeException known && TOO_DEEP.equals(known.getCondition())
                ? new SparkException(
                        TOO_DEEP,
                        scala.collection.immutable.Map.from(CollectionConverters.asScala(known.getMessageParameters())),
                        null)
                : thrown;
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
