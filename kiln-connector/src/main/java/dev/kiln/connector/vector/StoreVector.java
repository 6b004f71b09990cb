package dev.kiln.connector.vector;

import dev.kiln.store.batch.DecodedColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column as Spark reads it: subclasses answer for one physical layout, and everything else is refused here. Holds heap
 * memory alone, so closing does nothing.
 */
abstract class StoreVector extends ColumnVector {
    private final int nulls;
    private final boolean onlyNulls;
    private final byte[] validity;
    private final long validityAt;

    StoreVector(DataType type, DecodedColumn column) {
        super(type);
        nulls = column.nulls();
        onlyNulls = nulls > 0 && nulls == column.rows();
        validity = column.validity();
        validityAt = (long) Platform.BYTE_ARRAY_OFFSET + column.validityAt();
    }

    /** Without nulls. */
    StoreVector(DataType type) {
        super(type);
        nulls = 0;
        onlyNulls = false;
        validity = new byte[0];
        validityAt = 0;
    }

    @Override
    public final boolean hasNull() {
        return nulls > 0;
    }

    @Override
    public final int numNulls() {
        return nulls;
    }

    @Override
    public final boolean isNullAt(int row) {
        return nulls > 0
                && (onlyNulls || (Platform.getByte(validity, validityAt + (row >>> 3)) >>> (row & 7) & 1) == 0);
    }

    @Override
    public void close() {}

    @Override
    public boolean getBoolean(int row) {
        throw refused("boolean");
    }

    @Override
    public byte getByte(int row) {
        throw refused("byte");
    }

    @Override
    public short getShort(int row) {
        throw refused("short");
    }

    @Override
    public int getInt(int row) {
        throw refused("int");
    }

    @Override
    public long getLong(int row) {
        throw refused("long");
    }

    @Override
    public float getFloat(int row) {
        throw refused("float");
    }

    @Override
    public double getDouble(int row) {
        throw refused("double");
    }

    @Override
    public ColumnarArray getArray(int row) {
        throw refused("array");
    }

    @Override
    public ColumnarMap getMap(int row) {
        throw refused("map");
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        throw refused("decimal");
    }

    @Override
    public UTF8String getUTF8String(int row) {
        throw refused("string");
    }

    @Override
    public byte[] getBinary(int row) {
        throw refused("binary");
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        throw refused("struct");
    }

    private UnsupportedOperationException refused(String asked) {
        return new UnsupportedOperationException("A column of type " + type.simpleString() + " has no " + asked);
    }
}
