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

/**
 * Makes one batch of the rows that are left in several. Takes one column at a time, so that it needs the memory of the
 * largest one and of the result. For one thread.
 */
public final class BatchMerge {
    private final List<Part> parts;
    private final ColumnEncoder encoder;
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<byte[]> bytes = new ArrayList<>();

    /** A merge of batches, whose rows will lie in this order. At least one row must be left. */
    public BatchMerge(List<Part> parts, Compression compression) {
        this.parts = List.copyOf(parts);
        this.encoder = new ColumnEncoder(compression);
    }

    /**
     * A batch that goes into the merge.
     *
     * @param deleted its deleted rows
     */
    public record Part(Batch batch, DeletedRowList deleted) {}

    /**
     * Merges the next column.
     *
     * @param column as the table has it now
     * @param stored the column's bytes in each batch; nothing in those that were written before it was added
     * @throws dev.kiln.store.StoreException {@code CORRUPT_BATCH}
     */
    public void add(Column column, List<Optional<byte[]>> stored) {
        Layout layout = Layout.of(DataType.of(column));
        ColumnBuilder builder = ColumnBuilder.of(layout);
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            DecodedColumn decoded = decode(part.batch(), column, stored.get(i), layout);
            if (part.deleted().count() == 0) {
                ColumnCopy.append(decoded, 0, decoded.rows(), builder);
            } else {
                part.deleted().forEachLiveRun((from, until) -> ColumnCopy.append(decoded, from, until, builder));
            }
        }
        EncodedColumn encoded = encoder.encode(builder);
        chunks.add(encoded.chunk(column.id()));
        bytes.add(encoded.bytes());
    }

    private static DecodedColumn decode(Batch batch, Column column, Optional<byte[]> stored, Layout layout) {
        Optional<Chunk> chunk = batch.chunks().stream()
                .filter(one -> one.column() == column.id())
                .findFirst();
        if (chunk.isPresent() != stored.isPresent()) {
            throw Corrupt.because("the list of its columns contradicts the manifest");
        }
        return stored.map(found -> ColumnDecoder.decode(found, chunk.orElseThrow(), batch.rows(), layout))
                .orElseGet(() -> ColumnDecoder.nothing(layout, batch.rows()));
    }

    /** The batch of all columns that were added. */
    public EncodedBatch finish(BatchId id) {
        int rows = parts.stream()
                .mapToInt(part -> part.batch().rows() - part.deleted().count())
                .sum();
        return new EncodedBatch(new Batch(id, rows, chunks, Optional.empty()), bytes);
    }
}
