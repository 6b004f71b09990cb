package dev.kiln.agent.connect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.sparkproject.connect.grpc.Metadata;
import org.sparkproject.connect.grpc.ServerCall;
import org.sparkproject.connect.grpc.ServerCallHandler;
import org.sparkproject.connect.grpc.ServerInterceptor;
import org.sparkproject.connect.grpc.Status;

/**
 * Lets nobody call a Connect server who does not name its token, as Spark itself does from 4.0 on. Spark makes one by its
 * name, which is why it is public. The token is in the same environment variable.
 */
public final class TokenInterceptor implements ServerInterceptor {
    private static final String TOKEN = "SPARK_CONNECT_AUTHENTICATE_TOKEN";
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final byte[] expected;

    /** @throws IllegalStateException if there is no token: a server that was to ask for one must not do without */
    public TokenInterceptor() {
        String token = System.getenv(TOKEN);
        if (token == null || token.isEmpty()) {
            throw new IllegalStateException("the environment variable " + TOKEN + " is not set");
        }
        expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String said = headers.get(AUTHORIZATION);
        if (said != null && MessageDigest.isEqual(expected, said.getBytes(StandardCharsets.UTF_8))) {
            return next.startCall(call, headers);
        }
        call.close(Status.UNAUTHENTICATED.withDescription("the token is missing or wrong"), new Metadata());
        return new ServerCall.Listener<Q>() {};
    }
}
