package dev.kiln.store.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow. For one thread. */
final class ByteSink {
    private byte[] bytes = new byte[256];
    private int size;

    void oneByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void whole(long value) {
        // Zigzag: small negative numbers are short too.
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            oneByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        oneByte((int) rest);
    }

    void fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            oneByte((int) (value >>> shift));
        }
    }

    void text(String value) {
        block(value.getBytes(StandardCharsets.UTF_8));
    }

    void block(byte[] value) {
        whole(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Leaves room for a length that is known later. */
    int begin() {
        room(4);
        size += 4;
        return size;
    }

    /** Fills in the length of everything since {@link #begin}. */
    void end(int start) {
        int length = size - start;
        for (int i = 0; i < 4; i++) {
            bytes[start - 4 + i] = (byte) (length >>> (24 - 8 * i));
        }
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(size, more), (int) Math.min(bytes.length * 2L, 1 << 30)));
        }
    }
}
