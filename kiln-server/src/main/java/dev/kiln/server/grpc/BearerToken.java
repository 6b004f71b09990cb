package dev.kiln.server.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Lets only calls through that carry the server's token. */
public final class BearerToken implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** Where JVM clients before 4.2.0 put the token. */
    private static final Metadata.Key<String> AUTHENTICATION =
            Metadata.Key.of("authentication", Metadata.ASCII_STRING_MARSHALLER);

    private final byte[] expected;

    public BearerToken(String token) {
        this.expected = bytes("Bearer " + token);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Optional<String> given = Optional.ofNullable(headers.get(AUTHORIZATION))
                .or(() -> Optional.ofNullable(headers.get(AUTHENTICATION)));
        if (given.isEmpty()) {
            return refuse(call, "No authentication token provided");
        }
        // Takes the same time however much of the token is right.
        if (!MessageDigest.isEqual(expected, bytes(given.get()))) {
            return refuse(call, "Invalid authentication token");
        }
        return next.startCall(call, headers);
    }

    private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, String reason) {
        call.close(Status.UNAUTHENTICATED.withDescription(reason), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
