package dev.kiln.engine.error;

import dev.kiln.engine.analysis.QueryCancelledException;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.ErrorReport;
import dev.kiln.spi.UnsupportedPlanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkSQLException;
import org.apache.spark.SparkThrowable;
import scala.Option;

/** Describes failures as Spark's server describes them. */
public final class ErrorReports {
    private static final int MAX_CHAIN = 5;

    private ErrorReports() {}

    /** Whether stack traces of the server are part of a report. */
    public enum StackTraces {
        INCLUDED,
        LEFT_OUT;

        public static StackTraces shownIf(boolean wanted) {
            return wanted ? INCLUDED : LEFT_OUT;
        }
    }

    /** The exception that the SPI promises for this failure; an {@link EngineException} stays what it is. */
    public static EngineException engineException(Throwable failure, StackTraces stackTraces) {
        if (failure instanceof EngineException known) {
            return known;
        }
        return new EngineException(report(failure, stackTraces), failure);
    }

    /** The exception for an operation that was interrupted. */
    public static EngineException cancelled(String operationId, Throwable cause) {
        SparkSQLException cancelled = new SparkSQLException(
                "OPERATION_CANCELED",
                new scala.collection.immutable.Map.Map1<>("operationId", operationId),
                Option.empty());
        return new EngineException(report(cancelled, StackTraces.LEFT_OUT), cause);
    }

    /** Whether the failure, or one of its causes, is a cancelled query. */
    public static boolean isCancellation(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < MAX_CHAIN; depth++) {
            if (current instanceof QueryCancelledException) {
                return true;
            }
            current = current.getCause();
        }
        return false;
    }

    static ErrorReport report(Throwable failure, StackTraces stackTraces) {
        Throwable shown = failure instanceof UnsupportedPlanException
                ? new UnsupportedOperationException(failure.getMessage(), failure.getCause())
                : failure;
        Optional<SparkThrowable> spark =
                shown instanceof SparkThrowable throwable ? Optional.of(throwable) : Optional.empty();
        return new ErrorReport(
                messageOf(shown),
                hierarchyOf(shown.getClass()),
                spark.map(SparkThrowable::getCondition),
                spark.map(SparkThrowable::getSqlState),
                spark.map(ErrorReports::parametersOf).orElse(Map.of()),
                detailsOf(shown, stackTraces));
    }

    private static FetchErrorDetailsResponse detailsOf(Throwable failure, StackTraces stackTraces) {
        FetchErrorDetailsResponse.Builder details =
                FetchErrorDetailsResponse.newBuilder().setRootErrorIdx(0);
        Throwable current = failure;
        while (current != null && details.getErrorsCount() < MAX_CHAIN) {
            FetchErrorDetailsResponse.Error.Builder error = FetchErrorDetailsResponse.Error.newBuilder()
                    .setMessage(messageOf(current))
                    .addAllErrorTypeHierarchy(hierarchyOf(current.getClass()));
            if (stackTraces == StackTraces.INCLUDED) {
                for (StackTraceElement element : current.getStackTrace()) {
                    error.addStackTrace(stackTraceElement(element));
                }
            }
            if (current instanceof SparkThrowable spark) {
                error.setSparkThrowable(SparkThrowables.toProtocol(spark));
            }
            int causeIndex = details.getErrorsCount() + 1;
            if (causeIndex < MAX_CHAIN && current.getCause() != null) {
                error.setCauseIdx(causeIndex);
            }
            details.addErrors(error);
            current = current.getCause();
        }
        return details.build();
    }

    private static FetchErrorDetailsResponse.StackTraceElement stackTraceElement(StackTraceElement element) {
        FetchErrorDetailsResponse.StackTraceElement.Builder builder =
                FetchErrorDetailsResponse.StackTraceElement.newBuilder()
                        .setDeclaringClass(element.getClassName())
                        .setMethodName(element.getMethodName())
                        .setLineNumber(element.getLineNumber());
        if (element.getFileName() != null) {
            builder.setFileName(element.getFileName());
        }
        return builder.build();
    }

    private static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? "" : message;
    }

    private static Map<String, String> parametersOf(SparkThrowable failure) {
        return SparkThrowables.withoutNulls(failure.getMessageParameters());
    }

    private static List<String> hierarchyOf(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            names.add(current.getName());
        }
        return names;
    }
}
