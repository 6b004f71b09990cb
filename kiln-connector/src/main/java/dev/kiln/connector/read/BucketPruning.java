package dev.kiln.connector.read;

import dev.kiln.connector.bucket.BucketHash;
import dev.kiln.connector.relation.StoreRelation;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** Finds the buckets that rows of a filter can be in: those of the keys that {@code =} and {@code IN} name. */
public final class BucketPruning {
    /** Beyond this many keys all buckets are wanted anyway. */
    private static final int MOST_KEYS = 10_000;

    private BucketPruning() {}

    /** The buckets, or nothing if any may have rows. */
    public static Optional<BitSet> buckets(StoreRelation relation, List<Predicate> filters) {
        Optional<BucketHash> hash = relation.bucketHash();
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        BitSet buckets = new BitSet();
        boolean known = EqualityValues.of(relation, filters)
                .forEach(
                        relation.partitionOrdinals(),
                        MOST_KEYS,
                        row -> buckets.set(hash.get().bucket(new GenericInternalRow(row))));
        return known ? Optional.of(buckets) : Optional.empty();
    }
}
