package dev.kiln.engine.bridge;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.BinaryView;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;

/** Consecutive values of a vector as an array, without copying; read-only. */
final class VectorArray extends ArrayData {
    private static final long serialVersionUID = 1L;

    private final transient VectorColumn column;
    private final long first;
    private final int elements;

    VectorArray(VectorColumn column, long first, int elements) {
        this.column = column;
        this.first = first;
        this.elements = elements;
    }

    @Override
    public int numElements() {
        return elements;
    }

    @Override
    public ArrayData copy() {
        Object[] values = new Object[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = column.copy(first + i);
        }
        return new GenericArrayData(values);
    }

    @Override
    public Object[] array() {
        Object[] values = new Object[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = column.get(first + i);
        }
        return values;
    }

    @Override
    public boolean isNullAt(int ordinal) {
        return column.isNull(first + ordinal);
    }

    @Override
    public boolean getBoolean(int ordinal) {
        return column.getByte(first + ordinal) != 0;
    }

    @Override
    public byte getByte(int ordinal) {
        return column.getByte(first + ordinal);
    }

    @Override
    public short getShort(int ordinal) {
        return column.getShort(first + ordinal);
    }

    @Override
    public int getInt(int ordinal) {
        return column.getInt(first + ordinal);
    }

    @Override
    public long getLong(int ordinal) {
        return column.getLong(first + ordinal);
    }

    @Override
    public float getFloat(int ordinal) {
        return column.getFloat(first + ordinal);
    }

    @Override
    public double getDouble(int ordinal) {
        return column.getDouble(first + ordinal);
    }

    @Override
    public @Nullable Decimal getDecimal(int ordinal, int precision, int scale) {
        return isNullAt(ordinal) ? null : column.getDecimal(first + ordinal);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int ordinal) {
        return isNullAt(ordinal) ? null : column.getString(first + ordinal);
    }

    @Override
    public byte @Nullable [] getBinary(int ordinal) {
        return isNullAt(ordinal) ? null : column.getBinary(first + ordinal);
    }

    @Override
    public @Nullable BinaryView getBinaryView(int ordinal) {
        return isNullAt(ordinal) ? null : BinaryView.fromBytes(column.getBinary(first + ordinal));
    }

    @Override
    public @Nullable CalendarInterval getInterval(int ordinal) {
        return isNullAt(ordinal) ? null : column.getInterval(first + ordinal);
    }

    @Override
    public @Nullable VariantVal getVariant(int ordinal) {
        return isNullAt(ordinal) ? null : column.getVariant(first + ordinal);
    }

    @Override
    public @Nullable InternalRow getStruct(int ordinal, int numFields) {
        return isNullAt(ordinal) ? null : column.getStruct(first + ordinal);
    }

    @Override
    public @Nullable ArrayData getArray(int ordinal) {
        return isNullAt(ordinal) ? null : column.getArray(first + ordinal);
    }

    @Override
    public @Nullable MapData getMap(int ordinal) {
        return isNullAt(ordinal) ? null : column.getMap(first + ordinal);
    }

    @Override
    public @Nullable Object get(int ordinal, DataType elementType) {
        return column.get(first + ordinal);
    }

    @Override
    public void setNullAt(int ordinal) {
        throw new UnsupportedOperationException("read-only");
    }

    @Override
    public void update(int ordinal, @Nullable Object value) {
        throw new UnsupportedOperationException("read-only");
    }
}
