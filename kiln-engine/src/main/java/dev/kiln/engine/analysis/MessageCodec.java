package dev.kiln.engine.analysis;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Carries messages between Kiln's protocol classes and those inside Spark's jars. Both are generated from the same
 * definitions but for different protobuf runtimes, so the wire format is the way across.
 */
final class MessageCodec {
    /** The depth that Spark's server accepts; protobuf's own default is too small for long chains of operators. */
    private static final int RECURSION_LIMIT = 1024;

    private MessageCodec() {}

    static <T extends org.sparkproject.connect.protobuf.Message> T toSpark(
            Message message, org.sparkproject.connect.protobuf.Parser<T> parser) {
        org.sparkproject.connect.protobuf.CodedInputStream input =
                org.sparkproject.connect.protobuf.CodedInputStream.newInstance(message.toByteArray());
        input.setRecursionLimit(RECURSION_LIMIT);
        try {
            return parser.parseFrom(input);
        } catch (org.sparkproject.connect.protobuf.InvalidProtocolBufferException e) {
            throw unreadable(e);
        }
    }

    static <T extends Message> T fromSpark(org.sparkproject.connect.protobuf.Message message, Parser<T> parser) {
        CodedInputStream input = CodedInputStream.newInstance(message.toByteArray());
        input.setRecursionLimit(RECURSION_LIMIT);
        try {
            return parser.parseFrom(input);
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(e);
        }
    }

    private static UncheckedIOException unreadable(IOException cause) {
        return new UncheckedIOException("a message could not be carried over", cause);
    }
}
