package dev.kiln.store.batch;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects strings of bytes. */
public final class BytesBuilder extends ColumnBuilder {
    private final Layout.Bytes layout;
    private byte[] data = {};
    private int[] ends = {};
    private int position;

    BytesBuilder(Layout.Bytes layout) {
        this.layout = layout;
    }

    @Override
    public Layout.Bytes layout() {
        return layout;
    }

    public void append(byte[] value) {
        append(value, 0, value.length);
    }

    public void append(byte[] from, int offset, int length) {
        int at = reserve(length);
        System.arraycopy(from, offset, data, at, length);
    }

    public void append(ByteBuffer value) {
        int length = value.remaining();
        int at = reserve(length);
        value.get(value.position(), data, at, length);
    }

    /**
     * Appends a value that the caller fills in, in {@link #data} and before anything else is appended.
     *
     * @return where it begins
     */
    public int reserve(int length) {
        int at = position;
        if (at + (long) length > data.length) {
            data = grown(data, at + (long) length);
        }
        position = at + length;
        end();
        return at;
    }

    /** All values, one after the other. Another array takes its place as they grow. */
    public byte[] data() {
        return data;
    }

    @Override
    public void clear() {
        super.clear();
        position = 0;
    }

    @Override
    void appendBlank() {
        end();
    }

    @Override
    long valueBytes() {
        return position + 4L * rows;
    }

    /** Per row, where the value ends; it begins where the one before ends. */
    int[] ends() {
        return ends;
    }

    int length() {
        return position;
    }

    private void end() {
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, Math.max(256, rows * 2));
        }
        ends[rows++] = position;
    }
}
