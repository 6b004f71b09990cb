package dev.kiln.store;

import dev.kiln.store.row.RowBatch;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a row table.
 *
 * @param batches the rows
 * @param next where a scan goes on; nothing after its last row. Only the store knows what it means
 * @param servedBy the member that they came from
 */
public record StoredRows(List<RowBatch> batches, Optional<byte[]> next, Member servedBy) {
    public StoredRows {
        batches = List.copyOf(batches);
    }
}
