package dev.kiln.connector.write;

import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import java.util.List;

/**
 * What a task did.
 *
 * @param added batches that it uploaded
 * @param deleted rows of older batches that go
 */
public record WriteOutcome(List<Added> added, List<Deleted> deleted) {
    public WriteOutcome {
        added = List.copyOf(added);
        deleted = List.copyOf(deleted);
    }

    /** An uploaded batch. */
    public record Added(int bucket, Batch batch) {}

    /**
     * Rows that go.
     *
     * @param rows a list of deleted rows of these alone, encoded
     */
    public record Deleted(int bucket, BatchId batch, byte[] rows) {}
}
