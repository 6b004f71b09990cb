package dev.kiln.store.server.row;

import java.util.List;
import java.util.UUID;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.affinity.AffinityFunction;
import org.apache.ignite.cache.affinity.AffinityFunctionContext;
import org.apache.ignite.cluster.ClusterNode;

/**
 * Puts a row into the bucket that Spark's hash of its partition columns names. Which servers have which bucket, another
 * function says: that of the column tables with equally many buckets, so that both are on the same servers.
 */
public final class BucketAffinity implements AffinityFunction {
    private static final long serialVersionUID = 1L;

    private final AffinityFunction servers;
    private final List<String> fields;
    private final List<SqlValue> values;

    BucketAffinity(AffinityFunction servers, List<String> fields, List<SqlValue> values) {
        this.servers = servers;
        this.fields = List.copyOf(fields);
        this.values = List.copyOf(values);
    }

    @Override
    public int partition(Object key) {
        if (!(key instanceof BinaryObject row)) {
            // SQL asks with the value alone when a condition names one for the only column that matters.
            return fields.size() == 1
                    ? Math.floorMod(values.get(0).hash(key, SparkHash.SEED), servers.partitions())
                    : servers.partition(key);
        }
        int hash = SparkHash.SEED;
        for (int i = 0; i < fields.size(); i++) {
            Object value = row.field(fields.get(i));
            hash = value == null ? hash : values.get(i).hash(value, hash);
        }
        return Math.floorMod(hash, servers.partitions());
    }

    @Override
    public int partitions() {
        return servers.partitions();
    }

    @Override
    public List<List<ClusterNode>> assignPartitions(AffinityFunctionContext context) {
        return servers.assignPartitions(context);
    }

    @Override
    public void removeNode(UUID node) {
        servers.removeNode(node);
    }

    @Override
    public void reset() {
        servers.reset();
    }
}
