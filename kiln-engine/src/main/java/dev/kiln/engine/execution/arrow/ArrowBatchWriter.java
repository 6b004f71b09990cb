package dev.kiln.engine.execution.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.kiln.engine.bridge.VectorColumn;
import dev.kiln.engine.execution.arrow.ArrowColumn.OffsetWidth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;

/**
 * Turns rows of vectors into Arrow IPC streams of one record batch each, with the schema that Spark would give them.
 * For one thread.
 */
public final class ArrowBatchWriter {
    private static final int ALIGNMENT = 8;
    private static final int CONTINUATION = 0xFFFFFFFF;
    private static final int PREFIX_BYTES = 8;
    private static final int END_BYTES = 8;

    private final byte[] schemaMessage;
    private final VectorColumn[] sources;
    private final ArrowColumn[] columns;
    private int rows;

    /**
     * @param sources the vectors to read, one per field; attached to a chunk by the caller
     */
    public ArrowBatchWriter(StructType schema, ArrowSettings settings, VectorColumn[] sources) {
        boolean large = settings.largeOffsets();
        this.schemaMessage = serialize(ArrowUtils.toArrowSchema(schema, settings.timeZone(), false, large));
        this.sources = sources;
        this.columns = ArrowColumn.of(schema, large ? OffsetWidth.BITS_64 : OffsetWidth.BITS_32);
    }

    private static byte[] serialize(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (WriteChannel channel = new WriteChannel(Channels.newChannel(bytes))) {
            MessageSerializer.serialize(channel, schema);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Rows that the batch holds so far. */
    public int rows() {
        return rows;
    }

    /** Bytes that rows of the attached chunk would add to the batch, about. */
    public long measure(int first, int count) {
        long bytes = 0;
        for (int i = 0; i < columns.length; i++) {
            bytes += columns[i].measure(sources[i], first, count);
        }
        return bytes;
    }

    /** Adds rows of the attached chunk to the batch. */
    public void append(int first, int count) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(sources[i], first, count);
        }
        rows += count;
    }

    /** The batch as a complete IPC stream; the next batch starts empty. */
    public ByteString finish() {
        List<ArrowColumn> fields = new ArrayList<>();
        for (ArrowColumn column : columns) {
            column.visit(fields::add);
        }
        List<ByteStore> buffers = new ArrayList<>();
        fields.forEach(field -> field.buffers(buffers::add));

        ByteBuffer metadata = metadata(fields, buffers);
        int metadataBytes = align(metadata.remaining());
        long bodyBytes = bodyBytes(buffers);
        long total = schemaMessage.length + PREFIX_BYTES + metadataBytes + bodyBytes + END_BYTES;
        byte[] stream = new byte[Math.toIntExact(total)];
        ByteBuffer out = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        out.put(schemaMessage);
        out.putInt(CONTINUATION).putInt(metadataBytes);
        int body = out.position() + metadataBytes;
        out.put(metadata).position(body);
        for (ByteStore buffer : buffers) {
            buffer.copyTo(stream, body);
            body += align(buffer.size());
        }
        out.position(body);
        out.putInt(CONTINUATION).putInt(0);

        for (ArrowColumn column : columns) {
            column.clear();
        }
        rows = 0;
        return UnsafeByteOperations.unsafeWrap(stream);
    }

    /** The header of a record batch message. Flat buffers are built back to front. */
    private ByteBuffer metadata(List<ArrowColumn> fields, List<ByteStore> buffers) {
        FlatBufferBuilder builder = new FlatBufferBuilder(64 + 16 * (fields.size() + buffers.size()));
        RecordBatch.startNodesVector(builder, fields.size());
        for (int i = fields.size() - 1; i >= 0; i--) {
            FieldNode.createFieldNode(
                    builder, fields.get(i).rows(), fields.get(i).nulls());
        }
        int nodes = builder.endVector();
        RecordBatch.startBuffersVector(builder, buffers.size());
        long end = bodyBytes(buffers);
        long bodyBytes = end;
        for (int i = buffers.size() - 1; i >= 0; i--) {
            end -= align(buffers.get(i).size());
            Buffer.createBuffer(builder, end, buffers.get(i).size());
        }
        int bufferVector = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows);
        RecordBatch.addNodes(builder, nodes);
        RecordBatch.addBuffers(builder, bufferVector);
        int batch = RecordBatch.endRecordBatch(builder);
        Message.startMessage(builder);
        Message.addHeaderType(builder, MessageHeader.RecordBatch);
        Message.addHeader(builder, batch);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addBodyLength(builder, bodyBytes);
        builder.finish(Message.endMessage(builder));
        return builder.dataBuffer();
    }

    private static long bodyBytes(List<ByteStore> buffers) {
        long bytes = 0;
        for (ByteStore buffer : buffers) {
            bytes += align(buffer.size());
        }
        return bytes;
    }

    private static int align(int bytes) {
        return Math.addExact(bytes, ALIGNMENT - 1) & -ALIGNMENT;
    }
}
