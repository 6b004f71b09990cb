package dev.kiln.server;

import static dev.kiln.server.ErrorAssert.assertCondition;
import static dev.kiln.server.TestServer.all;
import static dev.kiln.server.TestServer.errorInfo;
import static dev.kiln.server.TestServer.newId;
import static dev.kiln.server.TestServer.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.FetchErrorDetailsRequest;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.protocol.FetchErrorDetailsResponse.StackTraceElement;
import dev.kiln.protocol.KeyValue;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.ErrorReport;
import dev.kiln.spi.Retry;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    private final FakeEngine engine = new FakeEngine();
    private final TestServer server = new TestServer(engine);

    @AfterEach
    void close() {
        server.close();
        assertThat(engine.openOperations).hasValue(0);
    }

    private StatusRuntimeException failure(RuntimeException thrown) {
        engine.on("fails", (sink, operation) -> {
            throw thrown;
        });
        return failure();
    }

    private StatusRuntimeException failure() {
        StatusRuntimeException error = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> all(server.stub()
                        .executePlan(server.reattachable("fails", newId()).build())));
        assertThat(error).isNotNull();
        return error;
    }

    private FetchErrorDetailsResponse details(String errorId) {
        return server.stub()
                .fetchErrorDetails(FetchErrorDetailsRequest.newBuilder()
                        .setSessionId(server.session)
                        .setUserContext(user())
                        .setErrorId(errorId)
                        .build());
    }

    private void set(String key, String value) {
        var unused = server.stub()
                .config(ConfigRequest.newBuilder()
                        .setSessionId(server.session)
                        .setUserContext(user())
                        .setOperation(ConfigRequest.Operation.newBuilder()
                                .setSet(ConfigRequest.Set.newBuilder()
                                        .addPairs(KeyValue.newBuilder()
                                                .setKey(key)
                                                .setValue(value))))
                        .build());
    }

    private static EngineException missingColumn(String message, Map<String, String> parameters) {
        List<String> classes =
                List.of("org.apache.spark.sql.AnalysisException", "java.lang.Exception", "java.lang.Object");
        return new EngineException(new ErrorReport(
                message,
                classes,
                Optional.of("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION"),
                Optional.of("42703"),
                parameters,
                FetchErrorDetailsResponse.newBuilder()
                        .setRootErrorIdx(0)
                        .addErrors(FetchErrorDetailsResponse.Error.newBuilder()
                                .setMessage(message)
                                .addAllErrorTypeHierarchy(classes)
                                .addStackTrace(StackTraceElement.newBuilder()
                                        .setDeclaringClass("Analyzer")
                                        .setMethodName("check")
                                        .setFileName("Analyzer.scala")
                                        .setLineNumber(7)))
                        .build()));
    }

    @Test
    void tellsWhatTheEngineReports() {
        StatusRuntimeException error = failure(missingColumn(
                "[UNRESOLVED_COLUMN.WITHOUT_SUGGESTION] no `x`. SQLSTATE: 42703", Map.of("objectName", "`x`")));

        assertCondition(error, "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION");
        ErrorInfo info = errorInfo(error);
        assertThat(info.getReason()).isEqualTo("org.apache.spark.sql.AnalysisException");
        assertThat(info.getMetadataMap())
                .containsEntry(
                        "classes",
                        "[\"org.apache.spark.sql.AnalysisException\",\"java.lang.Exception\",\"java.lang.Object\"]")
                .containsEntry("sqlState", "42703")
                .containsEntry("messageParameters", "{\"objectName\":\"`x`\"}")
                .containsKey("errorId")
                .doesNotContainKey("stackTrace");
    }

    @Test
    void keepsDetailsUntilTheyAreRead() {
        String id = errorInfo(failure(missingColumn("m", Map.of()))).getMetadataOrThrow("errorId");
        FetchErrorDetailsResponse details = details(id);
        assertThat(details.getRootErrorIdx()).isZero();
        assertThat(details.getErrors(0).getMessage()).isEqualTo("m");
        assertThat(details.getErrors(0).getStackTraceCount()).isEqualTo(1);
        assertThat(details(id)).isEqualTo(FetchErrorDetailsResponse.getDefaultInstance());
        assertThat(details("unknown")).isEqualTo(FetchErrorDetailsResponse.getDefaultInstance());
    }

    @Test
    void keepsTheDetailsOfTheLastTwentyErrors() {
        RuntimeException thrown = new IllegalStateException("again");
        String first = errorInfo(failure(thrown)).getMetadataOrThrow("errorId");
        String second = errorInfo(failure(thrown)).getMetadataOrThrow("errorId");
        for (int i = 0; i < 19; i++) {
            failure(thrown);
        }
        assertThat(details(first).hasRootErrorIdx()).isFalse();
        assertThat(details(second).hasRootErrorIdx()).isTrue();
    }

    @Test
    void followsTheSessionsSettingsOnDetails() {
        set("spark.sql.connect.serverStacktrace.enabled", "false");
        set("spark.sql.pyspark.jvmStacktrace.enabled", "true");
        ErrorInfo info = errorInfo(failure(missingColumn("m", Map.of())));
        assertThat(info.getMetadataOrThrow("stackTrace"))
                .isEqualTo("org.apache.spark.sql.AnalysisException: m\n\tat Analyzer.check(Analyzer.scala:7)");
        assertThat(details(info.getMetadataOrThrow("errorId")).getErrors(0).getStackTraceList())
                .isEmpty();

        set("spark.sql.connect.enrichError.enabled", "false");
        assertThat(errorInfo(failure(missingColumn("m", Map.of()))).getMetadataMap())
                .doesNotContainKey("errorId");
    }

    @Test
    void leavesOutParametersThatAreTooLong() {
        ErrorInfo info = errorInfo(failure(missingColumn("m", Map.of("objectName", "x".repeat(1100)))));
        assertThat(info.getMetadataMap())
                .containsEntry("sqlState", "42703")
                .doesNotContainKeys("errorClass", "messageParameters");
    }

    @Test
    void cutsLongMessages() {
        StatusRuntimeException error = failure(new IllegalStateException("x".repeat(10_000)));
        assertThat(error.getStatus().getDescription()).hasSize(2048).endsWith("x...");
        String errorId = errorInfo(error).getMetadataOrThrow("errorId");
        assertThat(details(errorId).getErrors(0).getMessage()).hasSize(10_000);
    }

    @Test
    void fitsAnyTextIntoTheTrailers() {
        for (String text : List.of("ö", "\uD83D\uDE00", "\n", "x\uD83D\uDE00")) {
            StatusRuntimeException error =
                    failure(missingColumn(text.repeat(5000), Map.of("objectName", "\n".repeat(500))));
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(error.getStatus().getDescription()).endsWith("...");
            assertCondition(
                    failure(missingColumn("[UNRESOLVED_COLUMN.WITHOUT_SUGGESTION] " + text.repeat(5000), Map.of())),
                    "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION");
        }
    }

    @Test
    void namesTheClassesOfUnexpectedErrors() {
        StatusRuntimeException error = failure(new NumberFormatException("x"));
        assertThat(error.getStatus().getDescription()).isEqualTo("x");
        assertThat(errorInfo(error).getMetadataMap())
                .containsEntry(
                        "classes",
                        "[\"java.lang.NumberFormatException\",\"java.lang.IllegalArgumentException\","
                                + "\"java.lang.RuntimeException\",\"java.lang.Exception\",\"java.lang.Throwable\","
                                + "\"java.lang.Object\"]")
                .doesNotContainKey("errorClass");
        assertThat(failure(new IllegalStateException()).getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    }

    @Test
    void tellsWhatIsWorthAnotherTry() {
        Map<Retry, Status.Code> codes = Map.of(
                Retry.USELESS, Status.Code.INTERNAL,
                Retry.AT_ONCE, Status.Code.ABORTED,
                Retry.LATER, Status.Code.RESOURCE_EXHAUSTED);
        codes.forEach((retry, code) -> {
            StatusRuntimeException error = failure(new EngineException(new ErrorReport(
                    "no room",
                    List.of("org.apache.spark.SparkException", "java.lang.Object"),
                    Optional.empty(),
                    Optional.of("53000"),
                    Map.of(),
                    FetchErrorDetailsResponse.getDefaultInstance(),
                    retry)));
            assertThat(error.getStatus().getCode()).isEqualTo(code);
            assertThat(error.getStatus().getDescription()).isEqualTo("no room");
            assertThat(errorInfo(error).getMetadataMap()).containsEntry("sqlState", "53000");
        });
    }

    @Test
    void tellsNothingMuchOfAProcessInTrouble() {
        engine.on("fails", (sink, operation) -> {
            throw new OutOfMemoryError("no heap");
        });
        StatusRuntimeException error = failure();
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(error.getStatus().getDescription()).contains("no heap");
    }

    @Test
    void explainsRefusals() {
        engine.refusals.add(new UnsupportedReason("relation.group_map", "functions over groups run user code"));
        engine.refusals.add(new UnsupportedReason("expression.reflect", "reflect runs user code"));
        assertRefusal(failure());
        assertThat(engine.operations).isEmpty();
    }

    @Test
    void explainsRefusalsWhileRunning() {
        assertRefusal(failure(new UnsupportedPlanException(List.of(
                new UnsupportedReason("relation.group_map", "functions over groups run user code"),
                new UnsupportedReason("expression.reflect", "reflect runs user code")))));
    }

    private static void assertRefusal(StatusRuntimeException error) {
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(error.getStatus().getDescription())
                .contains("functions over groups run user code", "reflect runs user code", "0A000");
        ErrorInfo info = errorInfo(error);
        assertThat(info.getMetadataOrThrow("classes"))
                .startsWith("[\"org.apache.spark.SparkUnsupportedOperationException\","
                        + "\"java.lang.UnsupportedOperationException\"");
        assertThat(info.getMetadataMap())
                .containsEntry("kiln.unsupported", "relation.group_map,expression.reflect")
                .containsEntry("sqlState", "0A000")
                .doesNotContainKey("errorClass");
    }
}
