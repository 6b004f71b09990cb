package dev.kiln.connector.read;

import dev.kiln.connector.relation.SparkColumns;
import dev.kiln.store.snapshot.Bounds;
import dev.kiln.store.table.Column;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/** Compares values of Spark's filters with the bounds of a chunk. */
final class ValueOrder {
    private ValueOrder() {}

    /** How a chunk's least and greatest value compare with another: negative, zero or positive. */
    record Sides(int least, int greatest) {}

    /** Nothing if they can't be compared. */
    static Optional<Sides> compare(Bounds bounds, Object value, DataType type, Column column) {
        if (bounds instanceof Bounds.Whole whole) {
            return whole(value, type, column)
                    .map(number ->
                            new Sides(Long.compare(whole.least(), number), Long.compare(whole.greatest(), number)));
        }
        if (bounds instanceof Bounds.Floating floating) {
            if (!(value instanceof Double) && !(value instanceof Float)) {
                return Optional.empty();
            }
            double number = ((Number) value).doubleValue() + 0.0;
            return Optional.of(
                    new Sides(Double.compare(floating.least(), number), Double.compare(floating.greatest(), number)));
        }
        Bounds.Bytes bytes = (Bounds.Bytes) bounds;
        return bytes(value)
                .map(other -> new Sides(
                        Arrays.compareUnsigned(array(bytes.least()), other),
                        Arrays.compareUnsigned(array(bytes.greatest()), other)));
    }

    /** Whether some value between the bounds may begin with a text. */
    static boolean mayStartWith(Bounds bounds, Object value) {
        Optional<byte[]> wanted = bytes(value);
        if (wanted.isEmpty() || !(bounds instanceof Bounds.Bytes bytes)) {
            return true;
        }
        byte[] prefix = wanted.get();
        byte[] least = array(bytes.least());
        byte[] greatest = array(bytes.greatest());
        return Arrays.compareUnsigned(greatest, prefix) >= 0
                && Arrays.compareUnsigned(Arrays.copyOf(least, Math.min(least.length, prefix.length)), prefix) <= 0;
    }

    private static Optional<Long> whole(Object value, DataType type, Column column) {
        if (value instanceof Boolean truth) {
            return Optional.of(truth ? 1L : 0L);
        } else if (value instanceof Decimal decimal) {
            // Unscaled numbers compare only at equal scales.
            DataType own = SparkColumns.schema(List.of(column)).fields()[0].dataType();
            return own instanceof DecimalType mine
                            && type instanceof DecimalType other
                            && mine.scale() == other.scale()
                            && decimal.precision() <= 18
                            && decimal.scale() == mine.scale()
                    ? Optional.of(decimal.toUnscaledLong())
                    : Optional.empty();
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return Optional.of(((Number) value).longValue());
        }
        return Optional.empty();
    }

    private static Optional<byte[]> bytes(Object value) {
        if (value instanceof UTF8String text) {
            return Optional.of(text.getBytes());
        }
        return value instanceof byte[] bytes ? Optional.of(bytes) : Optional.empty();
    }

    static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
