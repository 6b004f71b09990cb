package dev.kiln.connector.put;

import java.util.Arrays;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * A set of keys as bytes, which it keeps one after the other: a key costs its bytes and some eight more. Not safe for use
 * by several threads.
 */
final class KeySet {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;
    private static final int SEED = 0x5EED;

    private byte[] bytes = new byte[1 << 12];
    /** Where keys end, in the order in which they came. */
    private int[] ends = new int[256];
    /** By hash, one more than a key's number; 0 where there is none. */
    private int[] table = new int[512];

    private int count;

    int count() {
        return count;
    }

    /**
     * Adds a key.
     *
     * @return false if it was there already
     * @throws IllegalStateException if there is no room for it
     */
    boolean add(byte[] key, int length) {
        int slot = slot(key, length);
        if (table[slot] != 0) {
            return false;
        }
        int start = end(count);
        if (start + (long) length > MOST_BYTES) {
            throw new IllegalStateException("One task puts keys of at most 2 GiB; spread the rows over more tasks");
        }
        if (start + length > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.min(MOST_BYTES, Math.max(start + (long) length, bytes.length * 2L)));
        }
        System.arraycopy(key, 0, bytes, start, length);
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = start + length;
        table[slot] = count;
        if (count * 2 > table.length) {
            grow();
        }
        return true;
    }

    boolean contains(byte[] key, int length) {
        return table[slot(key, length)] != 0;
    }

    private int slot(byte[] key, int length) {
        int slot = hash(key, 0, length);
        while (table[slot] != 0 && !isAt(table[slot] - 1, key, length)) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private boolean isAt(int number, byte[] key, int length) {
        return Arrays.equals(bytes, end(number), ends[number], key, 0, length);
    }

    /** Where the key before ends. */
    private int end(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private int hash(byte[] from, int start, int length) {
        return Murmur3_x86_32.hashUnsafeBytes(from, (long) Platform.BYTE_ARRAY_OFFSET + start, length, SEED)
                & table.length - 1;
    }

    private void grow() {
        table = new int[table.length * 2];
        for (int number = 0; number < count; number++) {
            int slot = hash(bytes, end(number), ends[number] - end(number));
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = number + 1;
        }
    }
}
