package dev.kiln.engine.execution;

import dev.kiln.engine.analysis.ArrowBatchConsumer;
import dev.kiln.engine.bridge.VectorColumn;
import dev.kiln.engine.execution.arrow.ArrowBatchWriter;
import dev.kiln.engine.execution.arrow.ArrowSettings;
import java.nio.ByteBuffer;
import java.util.Optional;
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
    private long bytes;
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

    /** Forgets rows that have been collected but not sent. */
    void restart() {
        writer = new ArrowBatchWriter(schema, settings, columns);
        bytes = 0;
    }

    /** Sends everything that a cursor gives, at least one batch. */
    void drain(QueryCursor cursor) throws QueryFailure {
        for (Optional<ByteBuffer> chunk = cursor.next(); chunk.isPresent(); chunk = cursor.next()) {
            cancellation.check();
            add(chunk.get());
        }
        if (writer.rows() > 0 || sent == 0) {
            send();
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
        consumer.accept(writer.finish(), rows);
        sent++;
        bytes = 0;
    }
}
