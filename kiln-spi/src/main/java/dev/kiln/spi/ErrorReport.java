package dev.kiln.spi;

import static java.util.Objects.requireNonNull;

import dev.kiln.protocol.FetchErrorDetailsResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error in the terms of the protocol, so that the front door needs to know nothing of the engine's exceptions.
 *
 * @param message the whole message, with condition and SQLSTATE as Spark prints them
 * @param classHierarchy fully qualified exception classes, most specific first, down to {@code java.lang.Object}
 * @param condition Spark's error condition with its sub-condition, such as {@code UNRESOLVED_COLUMN.WITH_SUGGESTION}
 * @param sqlState five characters
 * @param parameters the message parameters of the condition
 * @param details what FetchErrorDetails answers: the chain of causes with contexts and stack traces
 * @param retry whether it is worth another try
 */
public record ErrorReport(
        String message,
        List<String> classHierarchy,
        Optional<String> condition,
        Optional<String> sqlState,
        Map<String, String> parameters,
        FetchErrorDetailsResponse details,
        Retry retry) {
    public ErrorReport {
        requireNonNull(message, "message");
        classHierarchy = List.copyOf(classHierarchy);
        requireNonNull(condition, "condition");
        requireNonNull(sqlState, "sqlState");
        parameters = Map.copyOf(parameters);
        requireNonNull(details, "details");
        requireNonNull(retry, "retry");
    }

    /** An error that another try does not help. */
    public ErrorReport(
            String message,
            List<String> classHierarchy,
            Optional<String> condition,
            Optional<String> sqlState,
            Map<String, String> parameters,
            FetchErrorDetailsResponse details) {
        this(message, classHierarchy, condition, sqlState, parameters, details, Retry.USELESS);
    }
}
