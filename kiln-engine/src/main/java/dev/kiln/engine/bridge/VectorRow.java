package dev.kiln.engine.bridge;

import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.BinaryView;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.duckdb.NativeVectors;
import org.jspecify.annotations.Nullable;

/** One row of some vectors, without copying; read-only. {@link #copy} makes a row that outlives the chunk. */
public final class VectorRow extends InternalRow {
    private static final long serialVersionUID = 1L;

    private final transient VectorColumn[] columns;
    private transient long row;

    public VectorRow(VectorColumn[] columns, long row) {
        this.columns = columns;
        this.row = row;
    }

    /** Reads another chunk from now on, whose vectors start with {@code firstColumn}. */
    public void attach(ByteBuffer chunk, int firstColumn) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].attach(NativeVectors.column(chunk, firstColumn + i));
        }
    }

    /** Moves to a row of the chunk. */
    public void moveTo(long next) {
        row = next;
    }

    @Override
    public int numFields() {
        return columns.length;
    }

    @Override
    public boolean isNullAt(int ordinal) {
        return columns[ordinal].isNull(row);
    }

    @Override
    public boolean getBoolean(int ordinal) {
        return columns[ordinal].getByte(row) != 0;
    }

    @Override
    public byte getByte(int ordinal) {
        return columns[ordinal].getByte(row);
    }

    @Override
    public short getShort(int ordinal) {
        return columns[ordinal].getShort(row);
    }

    @Override
    public int getInt(int ordinal) {
        return columns[ordinal].getInt(row);
    }

    @Override
    public long getLong(int ordinal) {
        return columns[ordinal].getLong(row);
    }

    @Override
    public float getFloat(int ordinal) {
        return columns[ordinal].getFloat(row);
    }

    @Override
    public double getDouble(int ordinal) {
        return columns[ordinal].getDouble(row);
    }

    @Override
    public @Nullable Decimal getDecimal(int ordinal, int precision, int scale) {
        return isNullAt(ordinal) ? null : columns[ordinal].getDecimal(row);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int ordinal) {
        return isNullAt(ordinal) ? null : columns[ordinal].getString(row);
    }

    @Override
    public byte @Nullable [] getBinary(int ordinal) {
        return isNullAt(ordinal) ? null : columns[ordinal].getBinary(row);
    }

    @Override
    public @Nullable BinaryView getBinaryView(int ordinal) {
        return isNullAt(ordinal) ? null : BinaryView.fromBytes(columns[ordinal].getBinary(row));
    }

    @Override
    public @Nullable CalendarInterval getInterval(int ordinal) {
        return isNullAt(ordinal) ? null : columns[ordinal].getInterval(row);
    }

    @Override
    public @Nullable VariantVal getVariant(int ordinal) {
        return isNullAt(ordinal) ? null : columns[ordinal].getVariant(row);
    }

    @Override
    public @Nullable InternalRow getStruct(int ordinal, int numFields) {
        return isNullAt(ordinal) ? null : columns[ordinal].getStruct(row);
    }

    @Override
    public @Nullable ArrayData getArray(int ordinal) {
        return isNullAt(ordinal) ? null : columns[ordinal].getArray(row);
    }

    @Override
    public @Nullable MapData getMap(int ordinal) {
        return isNullAt(ordinal) ? null : columns[ordinal].getMap(row);
    }

    @Override
    public @Nullable Object get(int ordinal, DataType type) {
        return columns[ordinal].get(row);
    }

    @Override
    public void setNullAt(int ordinal) {
        throw new UnsupportedOperationException("read-only");
    }

    @Override
    public void update(int ordinal, @Nullable Object value) {
        throw new UnsupportedOperationException("read-only");
    }

    @Override
    public InternalRow copy() {
        Object[] values = new Object[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns[i].copy(row);
        }
        return new GenericInternalRow(values);
    }

    /**
     * As the rows of Catalyst's own expressions show themselves, which {@code to_json} makes names of. What Spark shows
     * depends on the operator that a row comes from.
     */
    @Override
    public String toString() {
        return copy().toString();
    }
}
