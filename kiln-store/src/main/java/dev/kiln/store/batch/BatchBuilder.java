package dev.kiln.store.batch;

import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects rows of a table until they are a batch. Reusable; not safe for use by several threads. */
public final class BatchBuilder {
    private final List<Column> columns;
    private final List<ColumnBuilder> builders;
    private final ColumnEncoder encoder;

    /**
     * A builder without rows.
     *
     * @throws dev.kiln.store.StoreException {@code UNSUPPORTED_TYPE}
     */
    public BatchBuilder(List<Column> columns, Compression compression) {
        this.columns = List.copyOf(columns);
        this.builders = columns.stream()
                .map(column -> ColumnBuilder.of(Layout.of(DataType.of(column))))
                .toList();
        this.encoder = new ColumnEncoder(compression);
    }

    /** Where the values of the column at an index are appended: as many to each column. */
    public ColumnBuilder column(int index) {
        return builders.get(index);
    }

    /** Complete rows. */
    public int rows() {
        return builders.get(builders.size() - 1).rows();
    }

    /** How many bytes they take before they are encoded and compressed. Costs a step per column, so don't ask per row. */
    public long bytes() {
        return builders.stream().mapToLong(ColumnBuilder::bytes).sum();
    }

    /**
     * Makes a batch of the rows, of which there must be some, and forgets them.
     *
     * @param id the batch's id
     */
    public EncodedBatch finish(BatchId id) {
        int rows = rows();
        List<Chunk> chunks = new ArrayList<>();
        List<byte[]> bytes = new ArrayList<>();
        for (int i = 0; i < builders.size(); i++) {
            ColumnBuilder builder = builders.get(i);
            if (builder.rows() != rows) {
                throw new IllegalStateException(
                        "Column " + columns.get(i).name() + " has " + builder.rows() + " rows, others have " + rows);
            }
            EncodedColumn encoded = encoder.encode(builder);
            chunks.add(encoded.chunk(columns.get(i).id()));
            bytes.add(encoded.bytes());
        }
        clear();
        return new EncodedBatch(new Batch(id, rows, chunks, Optional.empty()), bytes);
    }

    /** Forgets the rows. */
    public void clear() {
        builders.forEach(ColumnBuilder::clear);
    }
}
