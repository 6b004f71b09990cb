package dev.kiln.cli.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.kiln.protocol.FetchErrorDetailsRequest;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.protocol.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import dev.kiln.protocol.UserContext;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes a message for people out of a failed call. */
record ServerErrors(SparkConnectServiceBlockingStub stub, UserContext user, String sessionId, RemoteAddress address) {
    /** Servers cut the message of a status at 2048 characters; the whole one is to be asked for. */
    private static final int MAYBE_CUT = 2000;

    private static final long TIMEOUT_SECONDS = 10;

    StatementException translate(StatusRuntimeException failure) {
        String message =
                Optional.ofNullable(failure.getStatus().getDescription()).orElse("");
        if (failure.getStatus().getCode() == Code.UNAVAILABLE) {
            String cause =
                    failure.getCause() == null ? message : failure.getCause().getMessage();
            return new StatementException("cannot reach " + address + ": " + cause, failure);
        }
        if (message.length() >= MAYBE_CUT) {
            message = errorId(failure).flatMap(this::wholeMessage).orElse(message);
        }
        return new StatementException(
                message.isEmpty() ? failure.getStatus().getCode().toString() : message, failure);
    }

    private static Optional<String> errorId(StatusRuntimeException failure) {
        Status status = StatusProto.fromThrowable(failure);
        if (status == null) {
            return Optional.empty();
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    return Optional.ofNullable(
                            detail.unpack(ErrorInfo.class).getMetadataMap().get("errorId"));
                } catch (InvalidProtocolBufferException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> wholeMessage(String errorId) {
        try {
            FetchErrorDetailsResponse details = stub.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .fetchErrorDetails(FetchErrorDetailsRequest.newBuilder()
                            .setUserContext(user)
                            .setSessionId(sessionId)
                            .setErrorId(errorId)
                            .build());
            return details.hasRootErrorIdx()
                    ? Optional.of(details.getErrors(details.getRootErrorIdx()).getMessage())
                    : Optional.empty();
        } catch (StatusRuntimeException e) {
            // The cut message is still better than an error about an error.
            return Optional.empty();
        }
    }
}
