package dev.kiln.server.operation;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.kiln.protocol.ExecutePlanResponse;

/**
 * Tells Kiln's own client what the protocol has no words for, in the place that it has for extensions. Others don't get
 * that: they need not put up with what they don't know.
 */
final class Announcement {
    private static final String ACTIVITY = "activity";
    private static final String ROUTE = "route";

    private Announcement() {}

    /** Whether a client of this type understands announcements. */
    static boolean isFor(String clientType) {
        return clientType.startsWith("kiln");
    }

    /** What the operation does at the moment, in a few words. */
    static ExecutePlanResponse.Builder ofActivity(String activity) {
        return of(ACTIVITY, activity);
    }

    /** Which engine has answered, and why that one. */
    static ExecutePlanResponse.Builder ofRoute(String description) {
        return of(ROUTE, description);
    }

    private static ExecutePlanResponse.Builder of(String key, String text) {
        Struct content = Struct.newBuilder()
                .putFields(key, Value.newBuilder().setStringValue(text).build())
                .build();
        return ExecutePlanResponse.newBuilder().setExtension(Any.pack(content));
    }
}
