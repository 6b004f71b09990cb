package dev.kiln.connector.row;

import dev.kiln.connector.read.BucketPruning;
import dev.kiln.connector.relation.StoreRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * Which rows are read. Immutable.
 *
 * @param given every filter that Spark has told of
 * @param limit the most rows of each bucket
 */
record RowSelection(List<Predicate> given, int limit) {
    static final RowSelection ALL = new RowSelection(List.of(), Integer.MAX_VALUE);

    RowSelection {
        given = List.copyOf(given);
    }

    /** With more filters. */
    RowSelection and(List<Predicate> more) {
        List<Predicate> both = new ArrayList<>(given);
        both.addAll(more);
        return new RowSelection(both, limit);
    }

    /** The filters that the store applies. */
    List<Predicate> applied(StoreRelation relation) {
        return given.stream()
                .filter(filter -> RowFilters.of(relation, filter).isPresent())
                .toList();
    }

    /** The keys, if the filters name them. */
    Optional<KeyLookUps> keys(StoreRelation relation) {
        return KeyLookUps.of(relation, given);
    }

    /** What is read of each bucket that is read. */
    List<RowPartition.Share> shares(StoreRelation relation) {
        Optional<KeyLookUps> keys = keys(relation);
        if (keys.isPresent()) {
            return keys.get().keys().entrySet().stream()
                    .map(RowSelection::share)
                    .toList();
        }
        return BucketPruning.buckets(relation, given)
                .map(found -> found.stream())
                .orElseGet(() -> IntStream.range(0, relation.buckets()))
                .mapToObj(bucket -> new RowPartition.Share(bucket, Optional.empty()))
                .toList();
    }

    private static RowPartition.Share share(Map.Entry<Integer, dev.kiln.store.row.RowBatch> keys) {
        return new RowPartition.Share(keys.getKey(), Optional.of(keys.getValue()));
    }
}
