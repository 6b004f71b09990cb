package dev.kiln.server.error;

import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.ErrorReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the errors that the front door raises itself, described as an engine would describe its own. */
public final class FrontDoorErrors {
    private FrontDoorErrors() {}

    /** An error with a Spark condition and the parameters that its text names. */
    public static EngineException of(Condition condition, Map<String, String> parameters) {
        String message = condition.message(parameters);
        return new EngineException(new ErrorReport(
                message,
                condition.thrownAs().classes(),
                Optional.of(condition.conditionName()),
                Optional.of(condition.sqlState()),
                parameters,
                details(
                        condition.thrownAs().classes(),
                        message,
                        Optional.of(FetchErrorDetailsResponse.SparkThrowable.newBuilder()
                                .setErrorClass(condition.conditionName())
                                .setSqlState(condition.sqlState())
                                .putAllMessageParameters(parameters)
                                .build()))));
    }

    /** One of the conditions about a session or operation id. */
    public static EngineException handle(Condition condition, String handle) {
        return of(condition, Map.of("handle", handle));
    }

    /** An error that Spark raises as a plain Java exception, without a condition. */
    public static EngineException plain(ThrownAs thrownAs, String message) {
        return new EngineException(plainReport(thrownAs.classes(), message, Optional.empty()));
    }

    static ErrorReport plainReport(List<String> classes, String message, Optional<String> sqlState) {
        return new ErrorReport(
                message,
                classes,
                Optional.empty(),
                sqlState,
                Map.of(),
                details(classes, message, sqlState.map(state -> FetchErrorDetailsResponse.SparkThrowable.newBuilder()
                        .setSqlState(state)
                        .build())));
    }

    private static FetchErrorDetailsResponse details(
            List<String> classes, String message, Optional<FetchErrorDetailsResponse.SparkThrowable> throwable) {
        FetchErrorDetailsResponse.Error.Builder error = FetchErrorDetailsResponse.Error.newBuilder()
                .addAllErrorTypeHierarchy(classes)
                .setMessage(message);
        throwable.ifPresent(error::setSparkThrowable);
        return FetchErrorDetailsResponse.newBuilder()
                .setRootErrorIdx(0)
                .addErrors(error)
                .build();
    }
}
