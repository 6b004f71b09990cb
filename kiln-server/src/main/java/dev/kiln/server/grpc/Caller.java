package dev.kiln.server.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.kiln.protocol.UserContext;
import dev.kiln.spi.SessionIdentity;
import java.util.Map;
import java.util.Optional;

/**
 * Who makes a call, and for which session.
 *
 * @param observed the server-side session id that the client says it knows; a set but empty one counts
 * @param wishes what the connection string says of Kiln itself
 */
record Caller(SessionIdentity identity, Optional<String> observed, Map<String, String> wishes) {
    Caller {
        wishes = Map.copyOf(wishes);
    }

    /** Reads the fields that all requests of the service have under the same names. */
    static Caller of(Message request) {
        UserContext user = (UserContext) request.getField(field(request, "user_context"));
        String sessionId = (String) request.getField(field(request, "session_id"));
        FieldDescriptor observed =
                request.getDescriptorForType().findFieldByName("client_observed_server_side_session_id");
        return new Caller(
                new SessionIdentity(user.getUserId(), sessionId),
                observed != null && request.hasField(observed)
                        ? Optional.of((String) request.getField(observed))
                        : Optional.empty(),
                Wishes.current());
    }

    private static FieldDescriptor field(Message request, String name) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            throw new IllegalArgumentException(request.getDescriptorForType().getFullName() + " has no field " + name);
        }
        return field;
    }
}
