package dev.kiln.cli.client;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Turns Arrow batches into rows. Holds memory outside the heap, one batch at a time. */
final class ArrowRows implements AutoCloseable {
    private final BufferAllocator allocator = new RootAllocator();

    /** The rows of one batch, which is a whole Arrow stream. */
    List<Object[]> read(List<Column> columns, ByteString batch) {
        List<Object[]> rows = new ArrayList<>();
        try (ArrowStreamReader reader = new ArrowStreamReader(batch.newInput(), allocator)) {
            while (reader.loadNextBatch()) {
                List<FieldVector> vectors = reader.getVectorSchemaRoot().getFieldVectors();
                List<ColumnReader> readers = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    readers.add(ColumnReader.of(columns.get(i).type(), vectors.get(i)));
                }
                int count = reader.getVectorSchemaRoot().getRowCount();
                for (int row = 0; row < count; row++) {
                    Object[] values = new Object[readers.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = readers.get(i).read(row);
                    }
                    rows.add(values);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server sent a batch that is no Arrow stream", e);
        }
        return rows;
    }

    @Override
    public void close() {
        allocator.close();
    }
}
