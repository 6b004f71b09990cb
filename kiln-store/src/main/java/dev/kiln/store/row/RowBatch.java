package dev.kiln.store.row;

import dev.kiln.store.snapshot.Batch;
import java.util.List;

/**
 * Rows in the form of a batch.
 *
 * @param batch how many rows, and which columns
 * @param columns their bytes, in the order of the batch's chunks
 */
public record RowBatch(Batch batch, List<byte[]> columns) {
    public RowBatch {
        columns = List.copyOf(columns);
    }
}
