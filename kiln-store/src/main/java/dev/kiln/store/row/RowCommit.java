package dev.kiln.store.row;

import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Commit;
import java.util.List;
import java.util.Optional;

/**
 * A change of a row table, to be made at once or not at all.
 *
 * @param write the write that uploaded the batches
 * @param replacesAll whether every row of the table goes first
 * @param changes are made in order: a row that several have is as the last one leaves it
 * @param epoch of a stream: what has been committed for it is not committed again
 */
public record RowCommit(long write, boolean replacesAll, List<Change> changes, Optional<Commit.Epoch> epoch) {
    public RowCommit {
        changes = List.copyOf(changes);
    }

    /**
     * What is done with an uploaded batch.
     *
     * @param action what
     * @param bucket where the batch was uploaded to; its rows may belong to any
     * @param batch the batch
     */
    public record Change(RowAction action, int bucket, Batch batch) {}
}
