package dev.kiln.store.server.row;

import dev.kiln.store.batch.BatchBuilder;
import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.DecodedColumn;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.ignite.binary.BinaryObject;
import org.jspecify.annotations.Nullable;

/** Turns rows into batches and back. For one thread. */
final class RowBatches {
    private static final int ROWS = 65_536;

    private final List<RowSchema.Field> fields;
    private final List<EncodedBatch> finished = new ArrayList<>();
    private final @Nullable BatchBuilder builder;
    private int rows;

    RowBatches(List<RowSchema.Field> fields) {
        this.fields = fields;
        List<Column> columns = fields.stream().map(RowSchema.Field::column).toList();
        this.builder = columns.isEmpty() ? null : new BatchBuilder(columns, Compression.LZ4);
    }

    void append(BinaryObject key, BinaryObject value) {
        if (builder != null) {
            for (int i = 0; i < fields.size(); i++) {
                RowSchema.Field field = fields.get(i);
                Object found = (field.isKey() ? key : value).field(field.name());
                if (found == null) {
                    builder.column(i).appendNull();
                } else {
                    field.value().append(builder.column(i), found);
                }
            }
        }
        if (++rows == ROWS) {
            flush();
        }
    }

    private void flush() {
        BatchId id = new BatchId(0, finished.size());
        finished.add(
                builder == null
                        ? new EncodedBatch(new Batch(id, rows, List.of(), Optional.empty()), List.of())
                        : builder.finish(id));
        rows = 0;
    }

    List<EncodedBatch> finish() {
        if (rows > 0) {
            flush();
        }
        return finished;
    }

    /**
     * The rows of a batch, each with a value per column of the table; columns that the batch doesn't have are null.
     *
     * @throws dev.kiln.store.StoreException {@code CORRUPT_BATCH}, {@code TABLE_CHANGED} if a column is gone
     */
    static List<List<@Nullable Object>> read(RowSchema schema, Batch batch, List<byte[]> columns) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            rows.add(new @Nullable Object[schema.fields().size()]);
        }
        for (int i = 0; i < columns.size(); i++) {
            RowSchema.Field field = schema.field(batch.chunks().get(i).column());
            DecodedColumn column = ColumnDecoder.decode(
                    columns.get(i), batch.chunks().get(i), batch.rows(), Layout.of(DataType.of(field.column())));
            for (int row = 0; row < batch.rows(); row++) {
                rows.get(row)[field.index()] =
                        column.isNull(row) ? null : field.value().read(column, row);
            }
        }
        return rows.stream().map(Arrays::asList).toList();
    }
}
