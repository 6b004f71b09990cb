package dev.kiln.engine.artifact;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;

/** Joins Arrow IPC streams of one schema on the level of their messages, without decoding any column. */
final class ArrowStreams {
    private static final int CONTINUATION = 0xFFFFFFFF;
    private static final int PREFIX = 8;
    private static final ByteString END = ByteString.copyFrom(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});

    private ArrowStreams() {}

    /**
     * One stream that holds the schema of the first and the record batches of all.
     *
     * @throws IllegalArgumentException if one is not an Arrow IPC stream
     */
    static ByteString concatenate(List<ByteString> streams) {
        if (streams.size() == 1) {
            return streams.get(0);
        }
        ByteString joined = ByteString.EMPTY;
        for (ByteString stream : streams) {
            int start = joined.isEmpty() ? 0 : endOfMessage(stream, 0);
            joined = joined.concat(stream.substring(start, endOfBatches(stream)));
        }
        return joined.concat(END);
    }

    private static int endOfBatches(ByteString stream) {
        int position = 0;
        while (position + PREFIX <= stream.size() && metadataLength(stream, position) != 0) {
            position = endOfMessage(stream, position);
        }
        return position;
    }

    private static int endOfMessage(ByteString stream, int position) {
        int length = metadataLength(stream, position);
        int bodyStart = Math.addExact(position + PREFIX, length);
        if (length <= 0 || bodyStart > stream.size()) {
            throw notArrow();
        }
        Message message = Message.getRootAsMessage(stream.substring(position + PREFIX, bodyStart)
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN));
        if (message.headerType() == MessageHeader.NONE) {
            throw notArrow();
        }
        int end = Math.toIntExact(Math.addExact(bodyStart, message.bodyLength()));
        if (end < bodyStart || end > stream.size()) {
            throw notArrow();
        }
        return end;
    }

    private static int metadataLength(ByteString stream, int position) {
        if (position + PREFIX > stream.size()) {
            throw notArrow();
        }
        ByteBuffer prefix = stream.substring(position, position + PREFIX)
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        if (prefix.getInt() != CONTINUATION) {
            throw notArrow();
        }
        return prefix.getInt();
    }

    private static IllegalArgumentException notArrow() {
        return new IllegalArgumentException("a cached relation is no Arrow IPC stream");
    }
}
