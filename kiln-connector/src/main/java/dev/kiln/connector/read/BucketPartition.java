package dev.kiln.connector.read;

import dev.kiln.connector.session.Packed;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.HasPartitionKey;
import org.apache.spark.sql.connector.read.InputPartition;

/** What one task reads: the batches of a bucket, or of several. */
class BucketPartition implements InputPartition {
    private static final long serialVersionUID = 1L;

    private final Packed<Share> share;
    private final String[] hosts;

    BucketPartition(Share share, List<String> hosts) {
        this.share = Packed.of(Share.class, share);
        this.hosts = hosts.toArray(String[]::new);
    }

    Share share() {
        return share.value();
    }

    @Override
    public String[] preferredLocations() {
        return hosts.clone();
    }

    /** A part of a scan. */
    record Share(List<BucketShare> buckets) {}

    /** The batches of a bucket that are read. */
    record BucketShare(int bucket, List<dev.kiln.store.snapshot.Batch> batches) {}

    /** One bucket of a table whose key says where rows live: Spark may join it with the same bucket of another table. */
    static final class Keyed extends BucketPartition implements HasPartitionKey {
        private static final long serialVersionUID = 1L;

        private final int bucket;

        Keyed(int bucket, Share share, List<String> hosts) {
            super(share, hosts);
            this.bucket = bucket;
        }

        @Override
        public InternalRow partitionKey() {
            return new GenericInternalRow(new Object[] {bucket});
        }
    }
}
