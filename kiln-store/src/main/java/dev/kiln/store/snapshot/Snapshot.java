package dev.kiln.store.snapshot;

import dev.kiln.store.table.Table;
import java.util.List;

/**
 * A column table at one version. Its batches stay readable for a while after later commits have replaced them (see
 * {@code kiln.store.snapshotRetention}).
 *
 * @param table the table
 * @param version grows with every commit; 0 is the empty table
 * @param buckets one per bucket, in order
 */
public record Snapshot(Table table, long version, List<Bucket> buckets) {
    public Snapshot {
        buckets = List.copyOf(buckets);
    }

    /**
     * A bucket.
     *
     * @param changed the version at which the bucket last got or lost rows; compaction doesn't count
     * @param batches in the order they were committed
     */
    public record Bucket(long changed, List<Batch> batches) {
        public Bucket {
            batches = List.copyOf(batches);
        }
    }
}
