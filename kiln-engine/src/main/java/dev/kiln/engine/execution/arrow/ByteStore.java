package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorLayout;
import java.util.Arrays;
import org.apache.spark.unsafe.Platform;

/** Growing little-endian memory of one Arrow buffer. */
final class ByteStore {
    private static final int INITIAL = 1 << 10;

    private byte[] bytes = new byte[INITIAL];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Makes room for more bytes and returns where they start; their content is undefined. */
    int extend(int more) {
        int start = size;
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 16);
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
        }
        size = needed;
        return start;
    }

    /** Copies memory and returns where it starts here. */
    int append(long address, int length) {
        int start = extend(length);
        Platform.copyMemory(null, address, bytes, Platform.BYTE_ARRAY_OFFSET + start, length);
        return start;
    }

    /**
     * Copies the value of a short string where DuckDB keeps such strings, as two words whatever its length: calling for
     * memory to be copied takes several times longer than that.
     *
     * @param address of room for {@link VectorLayout#INLINE_STRING} bytes
     * @param length at most as many
     */
    void appendInline(long address, int length) {
        int start = extend(VectorLayout.INLINE_STRING);
        putLong(start, Platform.getLong(null, address));
        putInt(start + Long.BYTES, Platform.getInt(null, address + Long.BYTES));
        size = start + length;
    }

    void putByte(int offset, byte value) {
        bytes[offset] = value;
    }

    byte getByte(int offset) {
        return bytes[offset];
    }

    void putInt(int offset, int value) {
        Platform.putInt(bytes, Platform.BYTE_ARRAY_OFFSET + offset, value);
    }

    void putLong(int offset, long value) {
        Platform.putLong(bytes, Platform.BYTE_ARRAY_OFFSET + offset, value);
    }

    void fill(int offset, int length, byte value) {
        Arrays.fill(bytes, offset, offset + length, value);
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, size);
    }
}
