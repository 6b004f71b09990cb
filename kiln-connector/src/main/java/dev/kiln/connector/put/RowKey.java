package dev.kiln.connector.put;

import dev.kiln.connector.bucket.BucketHash;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.types.UTF8String;

/** A row's key as bytes: equal exactly if Spark takes the keys for equal. Keeps the bytes of one row; for one thread. */
final class RowKey {
    /** What the digits of a decimal fit into. */
    private static final int MOST_LONG_DIGITS = 18;

    private final StructField[] fields;
    private final int[] ordinals;
    private final List<Part> parts = new ArrayList<>();
    private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    /** Appends a value that is not null. */
    private interface Part {
        void append(SpecializedGetters row, int ordinal);
    }

    /**
     * A key.
     *
     * @param fields the key's columns
     * @param ordinals where they are in the rows
     * @throws StoreException {@code UNSUPPORTED_TYPE}
     */
    RowKey(StructField[] fields, int[] ordinals) {
        this.fields = fields.clone();
        this.ordinals = ordinals.clone();
        for (StructField field : fields) {
            if (!BucketHash.isKey(field.dataType())) {
                throw new StoreException(
                        StoreCondition.UNSUPPORTED_TYPE,
                        "A put can't go by column " + field.name() + " of type "
                                + field.dataType().simpleString(),
                        Map.of("column", field.name(), "type", field.dataType().simpleString()));
            }
            parts.add(part(field.dataType()));
        }
    }

    /**
     * Takes a row's key.
     *
     * @throws StoreException {@code INVALID_ROW} if a part of it is null
     */
    RowKey of(SpecializedGetters row) {
        bytes.clear();
        for (int i = 0; i < ordinals.length; i++) {
            if (row.isNullAt(ordinals[i])) {
                throw new StoreException(
                        StoreCondition.INVALID_ROW,
                        "A row that is put has no value in column " + fields[i].name() + " of the key",
                        Map.of("column", fields[i].name()));
            }
            parts.get(i).append(row, ordinals[i]);
        }
        return this;
    }

    /** Whether a row has a key at all. Rows that were inserted may have none, and none is put in their place. */
    boolean isIn(SpecializedGetters row) {
        for (int ordinal : ordinals) {
            if (row.isNullAt(ordinal)) {
                return false;
            }
        }
        return true;
    }

    /** The key's bytes, up to {@link #length}, until the next row is taken. */
    byte[] bytes() {
        return bytes.array();
    }

    int length() {
        return bytes.position();
    }

    private Part part(DataType type) {
        if (type instanceof BooleanType) {
            return (row, i) -> room(1).put((byte) (row.getBoolean(i) ? 1 : 0));
        } else if (type instanceof ByteType) {
            return (row, i) -> room(1).put(row.getByte(i));
        } else if (type instanceof ShortType) {
            return (row, i) -> room(2).putShort(row.getShort(i));
        } else if (type instanceof IntegerType || type instanceof DateType || type instanceof YearMonthIntervalType) {
            return (row, i) -> room(4).putInt(row.getInt(i));
        } else if (type instanceof StringType) {
            return (row, i) -> text(row.getUTF8String(i));
        } else if (type instanceof BinaryType) {
            return (row, i) -> binary(row.getBinary(i));
        } else if (type instanceof DecimalType decimal) {
            int precision = decimal.precision();
            int scale = decimal.scale();
            return precision <= MOST_LONG_DIGITS
                    ? (row, i) ->
                            room(8).putLong(row.getDecimal(i, precision, scale).toUnscaledLong())
                    : (row, i) -> binary(row.getDecimal(i, precision, scale)
                            .toJavaBigDecimal()
                            .setScale(scale)
                            .unscaledValue()
                            .toByteArray());
        }
        // Of types that a table may have in its key only those are left that are a long.
        return (row, i) -> room(8).putLong(row.getLong(i));
    }

    private void text(UTF8String text) {
        int length = text.numBytes();
        room(4 + length).putInt(length);
        text.writeToMemory(bytes.array(), (long) org.apache.spark.unsafe.Platform.BYTE_ARRAY_OFFSET + bytes.position());
        bytes.position(bytes.position() + length);
    }

    private void binary(byte[] value) {
        room(4 + value.length).putInt(value.length).put(value);
    }

    private ByteBuffer room(int length) {
        if (bytes.remaining() < length) {
            int capacity = Math.max(bytes.capacity() * 2, bytes.position() + length);
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), capacity))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(bytes.position());
        }
        return bytes;
    }
}
