package dev.kiln.cli.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/** Reads what servers of Kiln tell beyond the protocol; other servers' extensions mean nothing here. */
final class Announcements {
    private Announcements() {}

    static void read(Any extension, ResultListener listener) {
        if (!extension.is(Struct.class)) {
            return;
        }
        Struct content;
        try {
            content = extension.unpack(Struct.class);
        } catch (InvalidProtocolBufferException e) {
            return;
        }
        Value activity = content.getFieldsOrDefault("activity", Value.getDefaultInstance());
        if (activity.hasStringValue()) {
            listener.activity(activity.getStringValue());
        }
        Value route = content.getFieldsOrDefault("route", Value.getDefaultInstance());
        if (route.hasStringValue()) {
            listener.route(route.getStringValue());
        }
    }
}
