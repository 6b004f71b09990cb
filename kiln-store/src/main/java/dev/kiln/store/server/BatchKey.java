package dev.kiln.store.server;

import dev.kiln.store.snapshot.BatchId;
import java.util.Objects;
import org.apache.ignite.cache.affinity.AffinityKeyMapped;
import org.jspecify.annotations.Nullable;

/** Names a batch, or a list of deleted rows, of one table among everything that is placed alike. The bucket is the partition. */
public final class BatchKey {
    private final long table;

    @AffinityKeyMapped
    private final int bucket;

    private final long write;
    private final long sequence;

    BatchKey(long table, int bucket, BatchId id) {
        this.table = table;
        this.bucket = bucket;
        this.write = id.write();
        this.sequence = id.sequence();
    }

    long table() {
        return table;
    }

    int bucket() {
        return bucket;
    }

    BatchId id() {
        return new BatchId(write, sequence);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BatchKey key
                && table == key.table
                && bucket == key.bucket
                && write == key.write
                && sequence == key.sequence;
    }

    @Override
    public int hashCode() {
        return Objects.hash(table, bucket, write, sequence);
    }
}
