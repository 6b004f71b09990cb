package dev.kiln.server.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.kiln.spi.ErrorReport;
import dev.kiln.spi.Retry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a failure as gRPC status with the details that official clients read.
 *
 * <p>All of it travels in trailers, for which clients accept 8 KiB, and the message twice. What does not fit is cut:
 * the client can still ask for the whole with the error id.
 */
public final class FailureStatus {
    private static final int MAX_MESSAGE_CHARS = 2048;
    private static final int MAX_PARAMETERS_CHARS = 1024;
    private static final int MAX_METADATA_CHARS = 1024;
    private static final int MAX_TRAILER_BYTES = 7600;
    private static final int MIN_MESSAGE_CHARS = 64;
    private static final JsonMapper JSON = new JsonMapper();

    private FailureStatus() {}

    /** @param errorId under which the client may ask for details, if they are kept */
    public static StatusRuntimeException of(Failure failure, Optional<String> errorId) {
        if (failure instanceof Failure.Fatal fatal) {
            return Status.UNKNOWN
                    .withDescription(abbreviate(fatal.message(), MAX_MESSAGE_CHARS))
                    .asRuntimeException();
        }
        Failure.Reported reported = (Failure.Reported) failure;
        Any info = Any.pack(errorInfo(reported, errorId));
        int limit = MAX_MESSAGE_CHARS;
        com.google.rpc.Status status = status(reported.report(), limit, info);
        while (trailerBytes(status) > MAX_TRAILER_BYTES && limit > MIN_MESSAGE_CHARS) {
            limit = limit * 3 / 4;
            status = status(reported.report(), limit, info);
        }
        return StatusProto.toStatusRuntimeException(status);
    }

    private static com.google.rpc.Status status(ErrorReport report, int limit, Any info) {
        return com.google.rpc.Status.newBuilder()
                .setCode(code(report.retry()).value())
                .setMessage(abbreviate(report.message(), limit))
                .addDetails(info)
                .build();
    }

    /**
     * Spark's own server says INTERNAL of everything. Never UNAVAILABLE: official clients would repeat that for ten minutes
     * before anybody could read it.
     */
    private static Status.Code code(Retry retry) {
        return switch (retry) {
            case USELESS -> Status.Code.INTERNAL;
            case AT_ONCE -> Status.Code.ABORTED;
            case LATER -> Status.Code.RESOURCE_EXHAUSTED;
        };
    }

    private static ErrorInfo errorInfo(Failure.Reported failure, Optional<String> errorId) {
        ErrorReport report = failure.report();
        ErrorInfo.Builder info = ErrorInfo.newBuilder()
                .setDomain("org.apache.spark")
                .setReason(
                        report.classHierarchy().isEmpty()
                                ? ""
                                : report.classHierarchy().get(0))
                .putMetadata("classes", json(report.classHierarchy()));
        report.sqlState().ifPresent(state -> info.putMetadata("sqlState", state));
        report.condition().ifPresent(condition -> putCondition(info, condition, report.parameters()));
        errorId.ifPresent(id -> info.putMetadata("errorId", id));
        failure.metadata().forEach((name, value) -> info.putMetadata(name, abbreviate(value, MAX_METADATA_CHARS)));
        return info.build();
    }

    /** A condition without its parameters is useless to clients, so both go or none. */
    private static void putCondition(ErrorInfo.Builder info, String condition, Map<String, String> parameters) {
        String json = json(new TreeMap<>(parameters));
        if (json.length() <= MAX_PARAMETERS_CHARS) {
            info.putMetadata("errorClass", condition);
            info.putMetadata("messageParameters", json);
        }
    }

    /** The size on the wire: the message percent-encoded, and the whole status in base 64. */
    private static int trailerBytes(com.google.rpc.Status status) {
        int encoded = 0;
        for (byte b : status.getMessage().getBytes(StandardCharsets.UTF_8)) {
            encoded += b < ' ' || b > '~' || b == '%' ? 3 : 1;
        }
        return encoded + (status.getSerializedSize() + 2) / 3 * 4;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings always have a JSON form", e);
        }
    }

    private static String abbreviate(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = limit - 3;
        // Half a surrogate pair has no UTF-8 form.
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "...";
    }
}
