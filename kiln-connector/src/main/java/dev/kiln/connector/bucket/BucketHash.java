package dev.kiln.connector.bucket;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The bucket that a row belongs to: Spark's own {@code hash()} of the key, modulo the number of buckets, not negative. Spark's
 * classes for that have other signatures in each version, so the rules are written down here again on top of Spark's
 * Murmur3. Immutable.
 */
public final class BucketHash implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int SEED = 42;
    private static final int MOST_LONG_DIGITS = 18;

    private final Key[] keys;
    private final int buckets;

    /**
     * A hash for rows.
     *
     * @param types of the key's columns
     * @param ordinals where they are in the rows
     * @param buckets how many there are
     * @throws IllegalArgumentException if a type can't be a key
     */
    public BucketHash(List<DataType> types, int[] ordinals, int buckets) {
        this.keys = new Key[types.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = new Key(kind(types.get(i)), ordinals[i], types.get(i));
        }
        this.buckets = buckets;
    }

    /** Whether columns of a type may say where rows live. */
    public static boolean isKey(DataType type) {
        return kindOrNothing(type) != Kind.NOTHING;
    }

    /** The bucket of a row, from 0 on. */
    public int bucket(SpecializedGetters row) {
        int hash = SEED;
        for (Key key : keys) {
            if (!row.isNullAt(key.ordinal)) {
                hash = hash(row, key, hash);
            }
        }
        return Math.floorMod(hash, buckets);
    }

    private static int hash(SpecializedGetters row, Key key, int seed) {
        int i = key.ordinal;
        return switch (key.kind) {
            case BOOLEAN -> Murmur3_x86_32.hashInt(row.getBoolean(i) ? 1 : 0, seed);
            case BYTE -> Murmur3_x86_32.hashInt(row.getByte(i), seed);
            case SHORT -> Murmur3_x86_32.hashInt(row.getShort(i), seed);
            case INT -> Murmur3_x86_32.hashInt(row.getInt(i), seed);
            case LONG -> Murmur3_x86_32.hashLong(row.getLong(i), seed);
            case FLOAT -> {
                float value = row.getFloat(i);
                yield Murmur3_x86_32.hashInt(value == 0f ? 0 : Float.floatToIntBits(value), seed);
            }
            case DOUBLE -> {
                double value = row.getDouble(i);
                yield Murmur3_x86_32.hashLong(value == 0d ? 0 : Double.doubleToLongBits(value), seed);
            }
            case STRING -> {
                UTF8String text = row.getUTF8String(i);
                yield Murmur3_x86_32.hashUnsafeBytes(text.getBaseObject(), text.getBaseOffset(), text.numBytes(), seed);
            }
            case BINARY -> bytes(row.getBinary(i), seed);
            case SMALL_DECIMAL -> {
                DecimalType type = (DecimalType) key.type;
                yield Murmur3_x86_32.hashLong(
                        row.getDecimal(i, type.precision(), type.scale()).toUnscaledLong(), seed);
            }
            case LARGE_DECIMAL -> {
                DecimalType type = (DecimalType) key.type;
                yield bytes(
                        row.getDecimal(i, type.precision(), type.scale())
                                .toJavaBigDecimal()
                                .unscaledValue()
                                .toByteArray(),
                        seed);
            }
            case NOTHING -> throw new IllegalStateException("Not a key: " + key.type.simpleString());
        };
    }

    private static int bytes(byte[] bytes, int seed) {
        return Murmur3_x86_32.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, seed);
    }

    private static Kind kind(DataType type) {
        Kind kind = kindOrNothing(type);
        if (kind == Kind.NOTHING) {
            throw new IllegalArgumentException("Rows can't be placed by a column of type " + type.simpleString());
        }
        return kind;
    }

    private static Kind kindOrNothing(DataType type) {
        if (type instanceof BooleanType) {
            return Kind.BOOLEAN;
        } else if (type instanceof ByteType) {
            return Kind.BYTE;
        } else if (type instanceof ShortType) {
            return Kind.SHORT;
        } else if (type instanceof IntegerType) {
            return Kind.INT;
        } else if (type instanceof LongType) {
            return Kind.LONG;
        } else if (type instanceof FloatType) {
            return Kind.FLOAT;
        } else if (type instanceof DoubleType) {
            return Kind.DOUBLE;
        } else if (type instanceof BinaryType) {
            return Kind.BINARY;
        } else if (type instanceof DecimalType decimal) {
            return decimal.precision() <= MOST_LONG_DIGITS ? Kind.SMALL_DECIMAL : Kind.LARGE_DECIMAL;
        } else if (type instanceof StringType) {
            // Equal strings of other collations may have other bytes.
            return type.typeName().equals("string") ? Kind.STRING : Kind.NOTHING;
        }
        return switch (type.typeName()) {
            case "date", "interval year", "interval month", "interval year to month" -> Kind.INT;
            case "timestamp", "timestamp_ntz" -> Kind.LONG;
            default ->
                type.typeName().startsWith("time(") || type.typeName().startsWith("interval ")
                        ? Kind.LONG
                        : Kind.NOTHING;
        };
    }

    private record Key(Kind kind, int ordinal, DataType type) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private enum Kind {
        BOOLEAN,
        BYTE,
        SHORT,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
        SMALL_DECIMAL,
        LARGE_DECIMAL,
        NOTHING
    }
}
