package dev.kiln.connector.vector;

import dev.kiln.store.batch.DecodedColumn;
import java.math.BigDecimal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.Platform;

/** Values of equal size. */
final class FixedVector extends StoreVector {
    /** Digits that a decimal of 64 bits may have. */
    private static final int LONG_DIGITS = 18;

    private final DecodedColumn column;
    private final byte[] values;
    private final long at;

    FixedVector(DataType type, DecodedColumn column) {
        super(type, column);
        this.column = column;
        this.values = column.values();
        this.at = (long) Platform.BYTE_ARRAY_OFFSET + column.valuesAt();
    }

    @Override
    public boolean getBoolean(int row) {
        return (Platform.getByte(values, at + (row >>> 3)) >>> (row & 7) & 1) != 0;
    }

    @Override
    public byte getByte(int row) {
        return Platform.getByte(values, at + row);
    }

    @Override
    public short getShort(int row) {
        return Platform.getShort(values, at + 2L * row);
    }

    @Override
    public int getInt(int row) {
        return Platform.getInt(values, at + 4L * row);
    }

    @Override
    public long getLong(int row) {
        return Platform.getLong(values, at + 8L * row);
    }

    @Override
    public float getFloat(int row) {
        return Platform.getFloat(values, at + 4L * row);
    }

    @Override
    public double getDouble(int row) {
        return Platform.getDouble(values, at + 8L * row);
    }

    @Override
    public byte[] getBytes(int row, int count) {
        return copy(new byte[count], Platform.BYTE_ARRAY_OFFSET, row, count, Byte.BYTES);
    }

    @Override
    public short[] getShorts(int row, int count) {
        return copy(new short[count], Platform.SHORT_ARRAY_OFFSET, row, count, Short.BYTES);
    }

    @Override
    public int[] getInts(int row, int count) {
        return copy(new int[count], Platform.INT_ARRAY_OFFSET, row, count, Integer.BYTES);
    }

    @Override
    public long[] getLongs(int row, int count) {
        return copy(new long[count], Platform.LONG_ARRAY_OFFSET, row, count, Long.BYTES);
    }

    @Override
    public float[] getFloats(int row, int count) {
        return copy(new float[count], Platform.FLOAT_ARRAY_OFFSET, row, count, Float.BYTES);
    }

    @Override
    public double[] getDoubles(int row, int count) {
        return copy(new double[count], Platform.DOUBLE_ARRAY_OFFSET, row, count, Double.BYTES);
    }

    private <T> T copy(T array, long arrayAt, int row, int count, int width) {
        Platform.copyMemory(values, at + (long) width * row, array, arrayAt, (long) width * count);
        return array;
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        if (precision <= LONG_DIGITS) {
            return Decimal.createUnsafe(getLong(row), precision, scale);
        }
        return Decimal.apply(new BigDecimal(column.getHuge(row), scale), precision, scale);
    }
}
