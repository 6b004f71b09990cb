package dev.kiln.store.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are read from their start. For one thread. */
final class ByteSource {
    private final byte[] bytes;
    private int position;

    ByteSource(byte[] bytes) {
        this.bytes = bytes;
    }

    int oneByte() {
        return bytes[position++] & 0xFF;
    }

    long whole() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = oneByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
    }

    long fixed() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | oneByte();
        }
        return value;
    }

    /** How many things follow; never more than bytes do, so that broken bytes don't ask for much memory. */
    int count() {
        long count = whole();
        if (count < 0 || count > bytes.length - position) {
            throw new IndexOutOfBoundsException("A count of " + count);
        }
        return (int) count;
    }

    String text() {
        return new String(block(), StandardCharsets.UTF_8);
    }

    byte[] block() {
        int length = count();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /** Reads a length of four bytes, and returns where the part that it speaks of ends. */
    int end() {
        int length = oneByte() << 24 | oneByte() << 16 | oneByte() << 8 | oneByte();
        if (length < 0 || length > bytes.length - position) {
            throw new IndexOutOfBoundsException("A length of " + length);
        }
        return position + length;
    }

    boolean isBefore(int end) {
        return position < end;
    }

    void moveTo(int end) {
        position = end;
    }
}
