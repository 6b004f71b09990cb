package dev.kiln.store.batch;

import dev.kiln.store.batch.Layout.Width;
import java.math.BigInteger;

/** Collects values of equal size. Each of the methods is for one width. */
public final class FixedBuilder extends ColumnBuilder {
    private final Layout.Fixed layout;
    private final Width width;

    /** Bytes per value while it is collected; single bits have a byte each until they are encoded. */
    private final int step;

    private byte[] values = {};
    private int position;

    FixedBuilder(Layout.Fixed layout) {
        this.layout = layout;
        this.width = layout.width();
        this.step = Math.max(1, width.bytes());
    }

    @Override
    public Layout.Fixed layout() {
        return layout;
    }

    public void appendBoolean(boolean value) {
        int at = next(Width.BIT);
        values[at] = (byte) (value ? 1 : 0);
    }

    public void appendByte(byte value) {
        int at = next(Width.BYTE);
        values[at] = value;
    }

    public void appendShort(short value) {
        int at = next(Width.SHORT);
        LittleEndian.putShort(values, at, value);
    }

    /** Integers, dates, year-month intervals. */
    public void appendInt(int value) {
        int at = next(Width.INT);
        LittleEndian.putInt(values, at, value);
    }

    /** Longs, timestamps, times, day-time intervals, unscaled decimals of up to 18 digits. */
    public void appendLong(long value) {
        int at = next(Width.LONG);
        LittleEndian.putLong(values, at, value);
    }

    public void appendFloat(float value) {
        appendInt(Float.floatToRawIntBits(value));
    }

    public void appendDouble(double value) {
        appendLong(Double.doubleToRawLongBits(value));
    }

    /** An unscaled decimal of more than 18 digits. */
    public void appendHuge(BigInteger value) {
        if (value.bitLength() > 127) {
            throw new IllegalArgumentException("More than 38 digits: " + value);
        }
        appendHuge(value.shiftRight(64).longValue(), value.longValue());
    }

    /** An unscaled decimal of more than 18 digits: the number {@code high * 2^64 + low}, {@code low} without sign. */
    public void appendHuge(long high, long low) {
        int at = next(Width.HUGE);
        LittleEndian.putLong(values, at, low);
        LittleEndian.putLong(values, at + 8, high);
    }

    /** Appends values that lie one after the other as they do in memory; not for single bits. */
    void appendAll(byte[] from, int offset, int count) {
        if (width == Width.BIT) {
            throw new IllegalArgumentException("Single bits are appended one by one");
        }
        long length = (long) step * count;
        if (position + length > values.length) {
            values = grown(values, position + length);
        }
        System.arraycopy(from, offset, values, position, (int) length);
        position += (int) length;
        rows += count;
    }

    @Override
    public void clear() {
        super.clear();
        position = 0;
    }

    @Override
    void appendBlank() {
        int at = next(width);
        // Memory of an earlier batch is no zero.
        for (int i = 0; i < step; i++) {
            values[at + i] = 0;
        }
    }

    @Override
    long valueBytes() {
        return width.bytes(rows);
    }

    byte[] values() {
        return values;
    }

    private int next(Width expected) {
        if (expected != width) {
            throw new IllegalArgumentException("A column of " + width + " takes no " + expected);
        }
        int at = position;
        if (at + (long) step > values.length) {
            values = grown(values, at + (long) step);
        }
        position = at + step;
        rows++;
        return at;
    }
}
