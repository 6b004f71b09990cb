package dev.kiln.connector.row;

import dev.kiln.connector.bucket.BucketHash;
import dev.kiln.connector.encode.RowEncoder;
import dev.kiln.connector.read.EqualityValues;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.RowStore;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The keys that rows of a filter can have, if it names all of them.
 *
 * @param keys the key columns, per bucket that has any
 */
record KeyLookUps(Map<Integer, RowBatch> keys) {
    /** Nothing if the filters leave some column of the key open, or too many keys. */
    static Optional<KeyLookUps> of(StoreRelation relation, List<Predicate> filters) {
        int[] ordinals = relation.keyOrdinals();
        List<Column> columns = new ArrayList<>();
        StructField[] fields = new StructField[ordinals.length];
        for (int i = 0; i < ordinals.length; i++) {
            columns.add(relation.table().spec().columns().get(ordinals[i]));
            fields[i] = relation.schema().fields()[ordinals[i]];
        }
        Optional<BucketHash> hash = relation.bucketHash();
        Map<Integer, RowEncoder> encoders = new TreeMap<>();
        boolean known = EqualityValues.of(relation, filters).forEach(ordinals, RowStore.MOST_KEYS, row -> {
            GenericInternalRow key = new GenericInternalRow(
                    Arrays.stream(ordinals).mapToObj(ordinal -> row[ordinal]).toArray());
            int bucket = hash.isPresent() ? hash.get().bucket(new GenericInternalRow(row)) : 0;
            encoders.computeIfAbsent(
                            bucket, unused -> new RowEncoder(columns, new StructType(fields), Compression.NONE))
                    .append(key, 0);
        });
        if (!known) {
            return Optional.empty();
        }
        Map<Integer, RowBatch> keys = new TreeMap<>();
        encoders.forEach((bucket, encoder) -> {
            EncodedBatch batch = encoder.finish(new BatchId(0, 0));
            keys.put(bucket, new RowBatch(batch.batch(), batch.columns()));
        });
        return Optional.of(new KeyLookUps(keys));
    }

    long rows() {
        return keys.values().stream().mapToLong(batch -> batch.batch().rows()).sum();
    }
}
