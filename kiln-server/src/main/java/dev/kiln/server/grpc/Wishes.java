package dev.kiln.server.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.HashMap;
import java.util.Map;

/**
 * What clients say of Kiln itself in their connection strings: parameters that begin with {@code kiln.}, which arrive as
 * headers of every call.
 */
public final class Wishes implements ServerInterceptor {
    private static final String PREFIX = "kiln.";

    /** More than that is no wish. */
    private static final int LONGEST = 200;

    private static final Context.Key<Map<String, String>> KEY = Context.keyWithDefault("kiln-wishes", Map.of());

    /** Those of the call that the calling thread works for. */
    static Map<String, String> current() {
        return KEY.get();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Map<String, String> wishes = new HashMap<>();
        for (String name : headers.keys()) {
            if (name.startsWith(PREFIX) && !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                String value = headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                if (value != null && value.length() <= LONGEST) {
                    wishes.put(name, value);
                }
            }
        }
        return wishes.isEmpty()
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(KEY, Map.copyOf(wishes)), call, headers, next);
    }
}
