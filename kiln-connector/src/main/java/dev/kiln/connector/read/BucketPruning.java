package dev.kiln.connector.read;

import dev.kiln.connector.bucket.BucketHash;
import dev.kiln.connector.relation.StoreRelation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Finds the buckets that rows of a filter can be in: those of the keys that {@code =} and {@code IN} name. */
final class BucketPruning {
    /** Beyond this many keys all buckets are wanted anyway. */
    private static final int MOST_KEYS = 10_000;

    private BucketPruning() {}

    /** The buckets, or nothing if any may have rows. */
    static Optional<BitSet> buckets(StoreRelation relation, List<Predicate> filters) {
        int[] ordinals = relation.partitionOrdinals();
        Optional<BucketHash> hash = relation.bucketHash();
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        Map<Integer, List<Object>> wanted = new HashMap<>();
        for (Predicate filter : filters) {
            collect(relation, filter, wanted);
        }
        long keys = 1;
        for (int ordinal : ordinals) {
            List<Object> values = wanted.get(ordinal);
            if (values == null) {
                return Optional.empty();
            }
            keys *= values.size();
            if (keys > MOST_KEYS) {
                return Optional.empty();
            }
        }
        BitSet buckets = new BitSet();
        @Nullable Object[] row = new @Nullable Object[relation.schema().fields().length];
        fill(ordinals, 0, wanted, row, hash.get(), buckets);
        return Optional.of(buckets);
    }

    private static void fill(
            int[] ordinals,
            int next,
            Map<Integer, List<Object>> wanted,
            @Nullable Object[] row,
            BucketHash hash,
            BitSet buckets) {
        if (next == ordinals.length) {
            buckets.set(hash.bucket(new GenericInternalRow(row)));
            return;
        }
        for (Object value : wanted.getOrDefault(ordinals[next], List.of())) {
            row[ordinals[next]] = value;
            fill(ordinals, next + 1, wanted, row, hash, buckets);
        }
    }

    private static void collect(StoreRelation relation, Predicate filter, Map<Integer, List<Object>> wanted) {
        Expression[] children = filter.children();
        switch (filter.name()) {
            case "AND" -> {
                collect(relation, (Predicate) children[0], wanted);
                collect(relation, (Predicate) children[1], wanted);
            }
            case "=", "IN" -> {
                if (children.length > 0
                        && children[0] instanceof Literal<?>
                        && filter.name().equals("=")) {
                    children = new Expression[] {children[1], children[0]};
                }
                Optional<Integer> ordinal = ordinal(relation, children);
                if (ordinal.isPresent()) {
                    values(relation.schema().fields()[ordinal.get()].dataType(), children)
                            .ifPresent(values -> wanted.putIfAbsent(ordinal.get(), values));
                }
            }
            default -> {}
        }
    }

    private static Optional<Integer> ordinal(StoreRelation relation, Expression[] children) {
        return children.length > 0
                        && children[0] instanceof NamedReference reference
                        && reference.fieldNames().length == 1
                ? relation.ordinal(reference.fieldNames()[0])
                : Optional.empty();
    }

    /** Nulls equal nothing, so they are left out. */
    private static Optional<List<Object>> values(DataType type, Expression[] children) {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i < children.length; i++) {
            if (!(children[i] instanceof Literal<?> literal)
                    || !literal.dataType().equals(type)) {
                return Optional.empty();
            }
            if (literal.value() != null) {
                values.add(literal.value());
            }
        }
        return Optional.of(values);
    }
}
