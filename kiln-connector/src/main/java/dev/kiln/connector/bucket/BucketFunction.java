package dev.kiln.connector.bucket;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * {@code bucket(n, k, ...)} as a function of the catalog: the bucket that a row with key k would have in a table of n buckets.
 * Spark plans joins without exchanges and writes in order by it.
 */
public final class BucketFunction implements UnboundFunction {
    /** The function's name. */
    public static final String NAME = "bucket";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "bucket(n, key, ...) - the bucket, from 0 to n - 1, of rows with this key in a table with n buckets";
    }

    @Override
    public BoundFunction bind(StructType inputType) {
        StructField[] fields = inputType.fields();
        if (fields.length < 2 || !(fields[0].dataType() instanceof IntegerType)) {
            throw new UnsupportedOperationException("bucket takes the number of buckets and at least one column");
        }
        List<DataType> keys = new ArrayList<>();
        for (int i = 1; i < fields.length; i++) {
            DataType type = fields[i].dataType();
            if (!BucketHash.isKey(type)) {
                throw new UnsupportedOperationException(
                        "Rows can't be placed by a column of type " + type.simpleString());
            }
            keys.add(type);
        }
        return new Bound(keys);
    }

    /** The function for keys of certain types. */
    private static final class Bound implements ScalarFunction<Integer> {
        private static final long serialVersionUID = 1L;

        private final List<DataType> keys;
        private transient int hashBuckets;
        private transient @Nullable BucketHash hash;

        Bound(List<DataType> keys) {
            this.keys = new ArrayList<>(keys);
        }

        @Override
        public DataType[] inputTypes() {
            List<DataType> types = new ArrayList<>();
            types.add(DataTypes.IntegerType);
            types.addAll(keys);
            return types.toArray(DataType[]::new);
        }

        @Override
        public DataType resultType() {
            return DataTypes.IntegerType;
        }

        @Override
        public boolean isResultNullable() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }

        /** Equal for all tables of the store, so that Spark finds that their buckets are the same. */
        @Override
        public String canonicalName() {
            StringBuilder name = new StringBuilder("dev.kiln.bucket(int");
            keys.forEach(key -> name.append(", ").append(key.catalogString()));
            return name.append(')').toString();
        }

        @Override
        public Integer produceResult(InternalRow row) {
            int buckets = row.getInt(0);
            BucketHash current = hash;
            if (current == null || hashBuckets != buckets) {
                int[] ordinals = new int[keys.size()];
                for (int i = 0; i < ordinals.length; i++) {
                    ordinals[i] = i + 1;
                }
                current = new BucketHash(keys, ordinals, buckets);
                hash = current;
                hashBuckets = buckets;
            }
            return current.bucket(row);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bound bound && bound.keys.equals(keys);
        }

        @Override
        public int hashCode() {
            return keys.hashCode();
        }
    }
}
