package dev.kiln.server.session;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.protocol.KeyValue;
import dev.kiln.server.error.Failure;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.ErrorReport;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * How much a session wants to hear of its errors, by the settings that Spark has for this.
 *
 * @param details whether the details are kept for FetchErrorDetails
 * @param stackTraces whether these details hold the server's stack traces
 * @param traceInStatus whether the status of the failed call holds the start of the stack trace
 */
record ErrorPreferences(boolean details, boolean stackTraces, boolean traceInStatus) {
    private static final String DETAILS = "spark.sql.connect.enrichError.enabled";
    private static final String STACK_TRACES = "spark.sql.connect.serverStacktrace.enabled";
    private static final String TRACE_IN_STATUS = "spark.sql.pyspark.jvmStacktrace.enabled";

    static ErrorPreferences of(EngineSession session) {
        Map<String, String> settings = new HashMap<>();
        ConfigRequest.Operation request = ConfigRequest.Operation.newBuilder()
                .setGetOption(ConfigRequest.GetOption.newBuilder()
                        .addKeys(DETAILS)
                        .addKeys(STACK_TRACES)
                        .addKeys(TRACE_IN_STATUS))
                .build();
        for (KeyValue pair : session.configure(request).getPairsList()) {
            if (pair.hasValue()) {
                settings.put(pair.getKey(), pair.getValue());
            }
        }
        return new ErrorPreferences(
                !"false".equals(settings.get(DETAILS)),
                !"false".equals(settings.get(STACK_TRACES)),
                "true".equals(settings.get(TRACE_IN_STATUS)));
    }

    Failure.Reported apply(Failure.Reported failure) {
        Map<String, String> metadata = new HashMap<>(failure.metadata());
        ErrorReport report = failure.report();
        if (traceInStatus && report.details().getErrorsCount() > 0) {
            metadata.put("stackTrace", stackTrace(report.details().getErrors(0)));
        }
        return new Failure.Reported(
                new ErrorReport(
                        report.message(),
                        report.classHierarchy(),
                        report.condition(),
                        report.sqlState(),
                        report.parameters(),
                        reduce(report.details()),
                        report.retry()),
                metadata);
    }

    private FetchErrorDetailsResponse reduce(FetchErrorDetailsResponse all) {
        if (!details) {
            return FetchErrorDetailsResponse.getDefaultInstance();
        }
        if (stackTraces) {
            return all;
        }
        FetchErrorDetailsResponse.Builder reduced = all.toBuilder();
        reduced.getErrorsBuilderList().forEach(FetchErrorDetailsResponse.Error.Builder::clearStackTrace);
        return reduced.build();
    }

    private static String stackTrace(FetchErrorDetailsResponse.Error error) {
        StringJoiner trace = new StringJoiner("\n\tat ");
        trace.add(
                error.getErrorTypeHierarchyCount() > 0
                        ? error.getErrorTypeHierarchy(0) + ": " + error.getMessage()
                        : error.getMessage());
        for (FetchErrorDetailsResponse.StackTraceElement element : error.getStackTraceList()) {
            String file = element.hasFileName() ? element.getFileName() : "Unknown Source";
            trace.add(element.getDeclaringClass() + "." + element.getMethodName() + "(" + file + ":"
                    + element.getLineNumber() + ")");
        }
        return trace.toString();
    }
}
