package dev.kiln.store;

import dev.kiln.store.row.RowBatch;
import java.util.List;

/**
 * Rows of a row table.
 *
 * @param batches the rows
 * @param servedBy the member that they came from
 */
public record StoredRows(List<RowBatch> batches, Member servedBy) {
    public StoredRows {
        batches = List.copyOf(batches);
    }
}
