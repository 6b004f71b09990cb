package dev.kiln.spark.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.ErrorReport;
import dev.kiln.spi.Retry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Errors of an engine, carried over unchanged, and the few that Kiln has to raise about engines itself. */
final class EngineErrors {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> SPARK_EXCEPTION = List.of(
            "org.apache.spark.SparkException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object");

    private static final List<String> SPARK_SQL_EXCEPTION = List.of(
            "org.apache.spark.SparkSQLException",
            "java.sql.SQLException",
            "java.lang.Exception",
            "java.lang.Throwable",
            "java.lang.Object");

    /** Connection failures, which applications know to be worth another try. */
    private static final String CONNECTION_FAILURE = "08006";

    private static final String CONNECTION_REFUSED = "08001";
    private static final String INSUFFICIENT_RESOURCES = "53000";

    private EngineErrors() {}

    /** No engine can be had at the moment. */
    static EngineException unavailable(String message) {
        return raise(message, CONNECTION_REFUSED, Retry.USELESS);
    }

    /** There are as many engines as there may be. */
    static EngineException exhausted(String message) {
        return raise(message, INSUFFICIENT_RESOURCES, Retry.LATER);
    }

    /** The operation was interrupted while it waited for its engine, in the words in which Spark says it. */
    static EngineException canceled() {
        String condition = "OPERATION_CANCELED";
        String message = "[" + condition + "] Operation has been canceled. SQLSTATE: HY008";
        return new EngineException(new ErrorReport(
                message,
                SPARK_SQL_EXCEPTION,
                Optional.of(condition),
                Optional.of("HY008"),
                Map.of(),
                FetchErrorDetailsResponse.newBuilder()
                        .setRootErrorIdx(0)
                        .addErrors(FetchErrorDetailsResponse.Error.newBuilder()
                                .addAllErrorTypeHierarchy(SPARK_SQL_EXCEPTION)
                                .setMessage(message)
                                .setSparkThrowable(FetchErrorDetailsResponse.SparkThrowable.newBuilder()
                                        .setErrorClass(condition)
                                        .setSqlState("HY008")))
                        .build()));
    }

    /** The engine ended while an operation ran, or while a request was on its way. */
    static EngineException operationLost(String reason) {
        return raise(
                "The Spark engine ended before it had answered (" + reason
                        + "). What it was asked may have been done in part. Try again: a new engine takes its place.",
                CONNECTION_FAILURE,
                Retry.AT_ONCE);
    }

    /** The engine of a session ended some time ago. */
    static EngineException sessionLost(String reason) {
        return raise(
                "The Spark engine of this session has ended (" + reason + "). Try again: a new engine takes its place.",
                CONNECTION_FAILURE,
                Retry.AT_ONCE);
    }

    private static EngineException raise(String message, String sqlState, Retry retry) {
        FetchErrorDetailsResponse details = FetchErrorDetailsResponse.newBuilder()
                .setRootErrorIdx(0)
                .addErrors(FetchErrorDetailsResponse.Error.newBuilder()
                        .addAllErrorTypeHierarchy(SPARK_EXCEPTION)
                        .setMessage(message)
                        .setSparkThrowable(FetchErrorDetailsResponse.SparkThrowable.newBuilder()
                                .setSqlState(sqlState)))
                .build();
        return new EngineException(new ErrorReport(
                message, SPARK_EXCEPTION, Optional.empty(), Optional.of(sqlState), Map.of(), details, retry));
    }

    /** Whether the transport failed, and not what was asked. */
    static boolean isOfTransport(StatusRuntimeException thrown) {
        Status.Code code = thrown.getStatus().getCode();
        return code == Status.Code.UNAVAILABLE && errorInfo(thrown).isEmpty();
    }

    /**
     * What an engine answered, in the form in which the front door tells it to the client.
     *
     * @param fetch asks the engine for the details of the error with an id; may fail
     */
    static EngineException of(StatusRuntimeException thrown, Function<String, FetchErrorDetailsResponse> fetch) {
        Optional<ErrorInfo> info = errorInfo(thrown);
        String said = Optional.ofNullable(thrown.getStatus().getDescription())
                .orElseGet(() -> thrown.getStatus().getCode().name());
        if (info.isEmpty()) {
            return raise(said, "XXKST", Retry.USELESS);
        }
        Map<String, String> metadata = info.get().getMetadataMap();
        FetchErrorDetailsResponse details = Optional.ofNullable(metadata.get("errorId"))
                .map(id -> fetched(fetch, id))
                .orElseGet(FetchErrorDetailsResponse::getDefaultInstance);
        String message = details.hasRootErrorIdx()
                ? details.getErrors(details.getRootErrorIdx()).getMessage()
                : said;
        return new EngineException(
                new ErrorReport(
                        message,
                        json(metadata.getOrDefault("classes", "[]"), new TypeReference<List<String>>() {}),
                        Optional.ofNullable(metadata.get("errorClass")),
                        Optional.ofNullable(metadata.get("sqlState")),
                        json(
                                metadata.getOrDefault("messageParameters", "{}"),
                                new TypeReference<Map<String, String>>() {}),
                        details),
                thrown);
    }

    private static FetchErrorDetailsResponse fetched(
            Function<String, FetchErrorDetailsResponse> fetch, String errorId) {
        try {
            return fetch.apply(errorId).toBuilder()
                    .clearSessionId()
                    .clearServerSideSessionId()
                    .build();
        } catch (StatusRuntimeException e) {
            // The error itself is known, and matters more than its details.
            return FetchErrorDetailsResponse.getDefaultInstance();
        }
    }

    private static Optional<ErrorInfo> errorInfo(StatusRuntimeException thrown) {
        com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
        if (status != null) {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    try {
                        return Optional.of(detail.unpack(ErrorInfo.class));
                    } catch (InvalidProtocolBufferException e) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static <T> T json(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an engine described an error in a way that is not understood", e);
        }
    }
}
