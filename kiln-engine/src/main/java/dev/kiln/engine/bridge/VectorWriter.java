package dev.kiln.engine.bridge;

import dev.kiln.engine.translate.TextRule;
import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.unsafe.Platform;
import org.duckdb.NativeVectors;

/**
 * Writes Catalyst values into a vector of the carrier of their type. Between {@link #begin} and {@link #end} every row
 * from 0 is written once, in order. For one thread.
 */
public abstract class VectorWriter {
    private ByteBuffer vector;
    private long values;
    private long validity;

    VectorWriter() {}

    /** A writer for values of a type, which throws {@link ForeignTextException} at text against the rule. */
    public static VectorWriter of(DataType declared, TextRule text) {
        DataType type = VectorLayout.physical(declared);
        VectorLayout layout = VectorLayout.of(type);
        return switch (layout) {
            case NULL -> new NullWriter();
            case STRING -> new StringWriter(text);
            case BINARY -> new BinaryWriter();
            case VARIANT -> new VariantWriter();
            case ARRAY -> new ListWriter(of(((ArrayType) type).elementType(), text));
            case MAP -> new MapWriter(of(((MapType) type).keyType(), text), of(((MapType) type).valueType(), text));
            case STRUCT -> new StructWriter((StructType) type, text);
            case DECIMAL16, DECIMAL32, DECIMAL64, DECIMAL128 -> new DecimalWriter((DecimalType) type);
            default -> new PlainWriter(layout);
        };
    }

    /** Starts a vector whose values are not yet set. */
    public void begin(ByteBuffer target) {
        vector = target;
        validity = 0;
        values = NativeVectors.values(target);
    }

    /** Looks the addresses up again because the vector has grown. */
    void relocate() {
        values = NativeVectors.values(vector);
        if (validity != 0) {
            validity = NativeVectors.writableValidity(vector);
        }
    }

    /** Writes the value at an ordinal of a row or array. */
    public final void write(SpecializedGetters source, int ordinal, long row) {
        if (source.isNullAt(ordinal)) {
            writeNull(row);
        } else {
            writeValue(source, ordinal, row);
        }
    }

    /** Writes the values of a column of Spark's from one position on, as the rows from 0. */
    public void writeAll(ColumnVector source, int from, int count) {
        ColumnarArray values = new ColumnarArray(source, from, count);
        if (source.hasNull()) {
            for (int i = 0; i < count; i++) {
                write(values, i, i);
            }
        } else {
            for (int i = 0; i < count; i++) {
                writeValue(values, i, i);
            }
        }
    }

    void writeNull(long row) {
        if (validity == 0) {
            validity = NativeVectors.writableValidity(vector);
        }
        long word = validity + ((row >> 6) << 3);
        Platform.putLong(null, word, Platform.getLong(null, word) & ~(1L << (row & 63)));
    }

    abstract void writeValue(SpecializedGetters source, int ordinal, long row);

    /** Completes the vector after so many rows. */
    public void end(long rows) {}

    final ByteBuffer vector() {
        return vector;
    }

    final long values() {
        return values;
    }

    /** Nothing but nulls. */
    private static final class NullWriter extends VectorWriter {
        @Override
        void writeValue(SpecializedGetters source, int ordinal, long row) {
            writeNull(row);
        }
    }

    /** Values of a fixed width that Catalyst and DuckDB store alike. */
    private static final class PlainWriter extends VectorWriter {
        private final VectorLayout layout;

        PlainWriter(VectorLayout layout) {
            this.layout = layout;
        }

        @Override
        public void writeAll(ColumnVector source, int from, int count) {
            // readers may refuse to give the values of a range that holds nulls
            if (source.hasNull() || !copyAll(source, from, count)) {
                super.writeAll(source, from, count);
            }
        }

        /** Copies a range without nulls at once; false if the layout is not that of an array. */
        private boolean copyAll(ColumnVector source, int from, int count) {
            switch (layout) {
                case BYTE -> copy(source.getBytes(from, count), Platform.BYTE_ARRAY_OFFSET, count);
                case SHORT -> copy(source.getShorts(from, count), Platform.SHORT_ARRAY_OFFSET, count);
                case INT -> copy(source.getInts(from, count), Platform.INT_ARRAY_OFFSET, count);
                case LONG -> copy(source.getLongs(from, count), Platform.LONG_ARRAY_OFFSET, count);
                case FLOAT -> copy(source.getFloats(from, count), Platform.FLOAT_ARRAY_OFFSET, count);
                case DOUBLE -> copy(source.getDoubles(from, count), Platform.DOUBLE_ARRAY_OFFSET, count);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void copy(Object array, long offset, int count) {
            Platform.copyMemory(array, offset, null, values(), (long) count * layout.width());
        }

        @Override
        void writeValue(SpecializedGetters source, int ordinal, long row) {
            long address = values() + row * layout.width();
            switch (layout) {
                case BOOLEAN -> Platform.putByte(null, address, (byte) (source.getBoolean(ordinal) ? 1 : 0));
                case BYTE -> Platform.putByte(null, address, source.getByte(ordinal));
                case SHORT -> Platform.putShort(null, address, source.getShort(ordinal));
                case INT -> Platform.putInt(null, address, source.getInt(ordinal));
                case LONG -> Platform.putLong(null, address, source.getLong(ordinal));
                case FLOAT -> Platform.putFloat(null, address, source.getFloat(ordinal));
                case DOUBLE -> Platform.putDouble(null, address, source.getDouble(ordinal));
                case INTERVAL -> {
                    var interval = source.getInterval(ordinal);
                    Platform.putInt(null, address, interval.months);
                    Platform.putInt(null, address + 4, interval.days);
                    Platform.putLong(null, address + 8, interval.microseconds);
                }
                default -> throw new IllegalStateException("not a plain layout: " + layout);
            }
        }
    }
}
