package dev.kiln.store.server.row;

import dev.kiln.store.batch.BatchBuilder;
import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.DecodedColumn;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.batch.FixedBuilder;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.ignite.binary.BinaryObject;
import org.jspecify.annotations.Nullable;

/** Turns rows into a batch and back. For one thread. */
final class RowBatches {
    private final List<Optional<RowSchema.Field>> fields;
    private final @Nullable BatchBuilder builder;
    private int rows;

    /** @param columns ids, of which {@link RowScan#CHECKSUM} may be one */
    RowBatches(RowSchema schema, List<Integer> columns) {
        this.fields = columns.stream()
                .map(id -> id == RowScan.CHECKSUM ? Optional.<RowSchema.Field>empty() : Optional.of(schema.field(id)))
                .toList();
        List<Column> described = fields.stream()
                .map(field -> field.map(RowSchema.Field::column).orElse(RowChecksum.COLUMN))
                .toList();
        this.builder = described.isEmpty() ? null : new BatchBuilder(described, Compression.LZ4);
    }

    void append(BinaryObject key, BinaryObject value) {
        if (builder != null) {
            for (int i = 0; i < fields.size(); i++) {
                Optional<RowSchema.Field> field = fields.get(i);
                if (field.isEmpty()) {
                    ((FixedBuilder) builder.column(i)).appendLong(RowChecksum.of(value));
                    continue;
                }
                Object found =
                        (field.get().isKey() ? key : value).field(field.get().name());
                if (found == null) {
                    builder.column(i).appendNull();
                } else {
                    field.get().value().append(builder.column(i), found);
                }
            }
        }
        rows++;
    }

    int rows() {
        return rows;
    }

    /** How many bytes they take before they are encoded; 0 if no column is wanted. */
    long bytes() {
        return builder == null ? 0 : builder.bytes();
    }

    /** Nothing if there are no rows. */
    List<EncodedBatch> finish() {
        if (rows == 0) {
            return List.of();
        }
        BatchId id = new BatchId(0, 0);
        return List.of(
                builder == null
                        ? new EncodedBatch(new Batch(id, rows, List.of(), Optional.empty()), List.of())
                        : builder.finish(id));
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
            if (batch.chunks().get(i).column() == RowScan.CHECKSUM) {
                continue;
            }
            RowSchema.Field field = schema.field(batch.chunks().get(i).column());
            DecodedColumn column = decode(batch, columns, i, field.column());
            for (int row = 0; row < batch.rows(); row++) {
                rows.get(row)[field.index()] =
                        column.isNull(row) ? null : field.value().read(column, row);
            }
        }
        return rows.stream().map(Arrays::asList).toList();
    }

    /** The checksums of a batch's rows, if it has them. */
    static Optional<long[]> checksums(Batch batch, List<byte[]> columns) {
        OptionalInt at = java.util.stream.IntStream.range(0, batch.chunks().size())
                .filter(i -> batch.chunks().get(i).column() == RowScan.CHECKSUM)
                .findFirst();
        if (at.isEmpty()) {
            return Optional.empty();
        }
        DecodedColumn column = decode(batch, columns, at.getAsInt(), RowChecksum.COLUMN);
        long[] checksums = new long[batch.rows()];
        for (int row = 0; row < checksums.length; row++) {
            checksums[row] = column.getLong(row);
        }
        return Optional.of(checksums);
    }

    private static DecodedColumn decode(Batch batch, List<byte[]> columns, int i, Column column) {
        return ColumnDecoder.decode(
                columns.get(i), batch.chunks().get(i), batch.rows(), Layout.of(DataType.of(column)));
    }
}
