package dev.kiln.server.error;

import static java.util.Objects.requireNonNull;

import dev.kiln.spi.EngineException;
import dev.kiln.spi.ErrorReport;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What went wrong with a request, whoever raised it. */
public sealed interface Failure {
    /** The error metadata that names the features behind a refusal, for programs. */
    String UNSUPPORTED_METADATA = "kiln.unsupported";

    /**
     * An error of the application.
     *
     * @param metadata goes with the error beside what the report says
     */
    record Reported(ErrorReport report, Map<String, String> metadata) implements Failure {
        public Reported {
            requireNonNull(report, "report");
            metadata = Map.copyOf(metadata);
        }
    }

    /** The process is in trouble: out of memory, out of stack, broken classes. Clients get no details. */
    record Fatal(String message) implements Failure {
        public Fatal {
            requireNonNull(message, "message");
        }
    }

    /** The one place where whatever was thrown becomes something to tell the client. */
    static Failure of(Throwable thrown) {
        if (thrown instanceof EngineException known) {
            return new Reported(known.report(), Map.of());
        }
        if (thrown instanceof UnsupportedPlanException refusal) {
            return unsupported(refusal.reasons());
        }
        if (thrown instanceof VirtualMachineError || thrown instanceof LinkageError) {
            return new Fatal(thrown.toString());
        }
        String message = Optional.ofNullable(thrown.getMessage()).orElse("");
        return new Reported(FrontDoorErrors.plainReport(hierarchy(thrown), message, Optional.empty()), Map.of());
    }

    /** A refusal. It has no condition, because clients render only those that their own Spark knows. */
    static Failure unsupported(List<UnsupportedReason> reasons) {
        String features =
                reasons.stream().map(UnsupportedReason::feature).distinct().collect(Collectors.joining(","));
        String explanations = reasons.stream()
                .map(reason -> reason.explanation() + " (" + reason.feature() + ")")
                .distinct()
                .collect(Collectors.joining("; "));
        return new Reported(
                FrontDoorErrors.plainReport(
                        ThrownAs.SPARK_UNSUPPORTED_OPERATION.classes(),
                        "Not supported here: " + explanations + ". SQLSTATE: 0A000",
                        Optional.of("0A000")),
                Map.of(UNSUPPORTED_METADATA, features));
    }

    /** Whether this is the end of an interrupted operation. */
    default boolean isCancellation() {
        return this instanceof Reported reported
                && reported.report()
                        .condition()
                        .filter(Condition.OPERATION_CANCELED.conditionName()::equals)
                        .isPresent();
    }

    private static List<String> hierarchy(Throwable thrown) {
        List<String> classes = new ArrayList<>();
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            classes.add(type.getName());
        }
        return classes;
    }
}
