package dev.kiln.store.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change of a column table, to be made visible at once.
 *
 * @param write the write that uploaded the batches
 * @param base the version that the change was worked out from
 * @param replacesAll whether every row of the table goes first (INSERT OVERWRITE, TRUNCATE)
 * @param changes per bucket
 * @param dependsOn buckets that must not have got or lost rows since {@code base}, because the change would have been
 *     another one (PUT INTO, MERGE)
 * @param epoch of a stream: what has been committed for it is not committed again
 */
public record Commit(
        long write,
        long base,
        boolean replacesAll,
        List<BucketChange> changes,
        Set<Integer> dependsOn,
        Optional<Epoch> epoch) {
    public Commit {
        changes = List.copyOf(changes);
        dependsOn = Set.copyOf(dependsOn);
    }

    /**
     * What happens to a bucket.
     *
     * @param bucket which
     * @param added batches that were uploaded
     * @param removed batches that go as a whole
     * @param deleted rows that go: the batch, and its new list of deleted rows, which was uploaded
     */
    public record BucketChange(int bucket, List<Batch> added, List<BatchId> removed, List<DeletedRows> deleted) {
        public BucketChange {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
            deleted = List.copyOf(deleted);
        }
    }

    /**
     * A new list of a batch's deleted rows.
     *
     * @param batch the batch
     * @param before the list that this one continues, if there was one
     * @param after the new list
     */
    public record DeletedRows(BatchId batch, Optional<BatchId> before, Batch.Deletes after) {}

    /**
     * A step of a stream.
     *
     * @param stream the stream's own id, equal after its restart
     * @param number grows with every step
     */
    public record Epoch(String stream, long number) {}
}
