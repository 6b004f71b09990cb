package dev.kiln.connector.row;

import dev.kiln.connector.session.Packed;
import dev.kiln.store.row.RowBatch;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.HasPartitionKey;

/** What one task reads: a bucket, or some keys of it. Spark may join it with the same bucket of another table. */
final class RowPartition implements HasPartitionKey {
    private static final long serialVersionUID = 1L;

    private final Packed<Share> share;
    private final int bucket;
    private final String[] hosts;

    RowPartition(Share share, List<String> hosts) {
        this.share = Packed.of(Share.class, share);
        this.bucket = share.bucket();
        this.hosts = hosts.toArray(String[]::new);
    }

    /**
     * A part of a scan.
     *
     * @param keys those that are wanted; nothing if all may be
     */
    record Share(int bucket, Optional<RowBatch> keys) {}

    Share share() {
        return share.value();
    }

    @Override
    public String[] preferredLocations() {
        return hosts.clone();
    }

    @Override
    public InternalRow partitionKey() {
        return new GenericInternalRow(new Object[] {bucket});
    }
}
