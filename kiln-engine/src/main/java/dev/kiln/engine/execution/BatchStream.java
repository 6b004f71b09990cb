package dev.kiln.engine.execution;

import com.google.protobuf.ByteString;
import dev.kiln.engine.analysis.ArrowBatchConsumer;
import dev.kiln.engine.bridge.VectorColumn;
import dev.kiln.engine.execution.arrow.ArrowBatchWriter;
import dev.kiln.engine.execution.arrow.ArrowSettings;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.apache.spark.sql.types.StructType;
import org.duckdb.NativeVectors;

/** Cuts the chunks of a result into Arrow batches and hands them on. For one thread. */
final class BatchStream {
    private final StructType schema;
    private final ArrowSettings settings;
    private final ArrowBatchConsumer consumer;
    private final Cancellation cancellation;
    private final VectorColumn[] columns;
    private ArrowBatchWriter writer;
    private final Checksum delivered = new CRC32C();
    private Checksum repeated = new CRC32C();
    private long bytes;
    private int made;
    private int sent;

    BatchStream(StructType schema, ArrowSettings settings, ArrowBatchConsumer consumer, Cancellation cancellation) {
        this.schema = schema;
        this.settings = settings;
        this.consumer = consumer;
        this.cancellation = cancellation;
        this.columns = VectorColumn.of(schema);
        this.writer = new ArrowBatchWriter(schema, settings, columns);
    }

    /** Batches that the consumer has. */
    int sent() {
        return sent;
    }

    /** Starts from the first row again: the batches that the consumer has are expected to come a second time. */
    void restart() {
        writer = new ArrowBatchWriter(schema, settings, columns);
        repeated = new CRC32C();
        bytes = 0;
        made = 0;
    }

    /**
     * Sends everything that a cursor gives and the consumer has not, at least one batch.
     *
     * @throws OtherRowsException if the rows that the consumer has do not come again as they were
     */
    void drain(QueryCursor cursor) throws QueryFailure {
        for (Optional<ByteBuffer> chunk = cursor.next(); chunk.isPresent(); chunk = cursor.next()) {
            cancellation.check();
            add(chunk.get());
        }
        if (writer.rows() > 0 || made == 0) {
            send();
        }
        if (made < sent) {
            throw new OtherRowsException();
        }
    }

    private void add(ByteBuffer chunk) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].attach(NativeVectors.column(chunk, i));
        }
        int rows = NativeVectors.rows(chunk);
        int done = 0;
        while (done < rows) {
            int count = Math.min(rows - done, settings.maxRows() - writer.rows());
            long size = writer.measure(done, count);
            while (count > 1 && bytes + size > settings.maxBytes()) {
                count /= 2;
                size = writer.measure(done, count);
            }
            if (writer.rows() > 0 && bytes + size > settings.maxBytes()) {
                send();
                continue;
            }
            writer.append(done, count);
            bytes += size;
            done += count;
            if (writer.rows() == settings.maxRows()) {
                send();
            }
        }
    }

    private void send() {
        int rows = writer.rows();
        ByteString batch = writer.finish();
        bytes = 0;
        made++;
        if (made > sent) {
            delivered.update(batch.asReadOnlyByteBuffer());
            consumer.accept(batch, rows);
            sent++;
            return;
        }
        repeated.update(batch.asReadOnlyByteBuffer());
        if (made == sent && repeated.getValue() != delivered.getValue()) {
            throw new OtherRowsException();
        }
    }
}
