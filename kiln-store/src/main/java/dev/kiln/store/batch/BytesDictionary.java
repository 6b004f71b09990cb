package dev.kiln.store.batch;

import java.util.Arrays;

/** Numbers the distinct strings of a column in the order in which they first occur. */
final class BytesDictionary {
    private static final int SAMPLE = 1024;
    private static final int MOST = 1 << 16;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /** Where an entry begins and ends. */
    private int[] starts = {};

    private int[] ends = {};
    private int[] hashes = {};
    private int[] slots = {};
    private int[] codes = {};
    private int size;
    private long length;

    /**
     * Numbers the strings if that saves room.
     *
     * @return whether it does
     */
    boolean build(BytesBuilder column) {
        int rows = column.rows();
        int sample = Math.min(rows, SAMPLE);
        // Neighbours are alike in sorted data, but then dictionaries are good for it, too.
        if (!number(column, sample, Math.max(1, sample / 2))) {
            return false;
        }
        return rows == sample
                ? saves(column)
                : number(column, rows, Math.min(MOST, Math.max(SAMPLE / 2, rows / 4))) && saves(column);
    }

    private boolean saves(BytesBuilder column) {
        long rows = column.rows();
        long packed = length + 2L * size + rows * (32 - Integer.numberOfLeadingZeros(size)) / 8;
        return packed < (column.length() + rows) * 3 / 4;
    }

    private boolean number(BytesBuilder column, int rows, int most) {
        int capacity = Integer.highestOneBit(Math.max(16, most * 2 - 1)) << 1;
        if (slots.length != capacity) {
            slots = new int[capacity];
            starts = new int[capacity / 2];
            ends = new int[capacity / 2];
            hashes = new int[capacity / 2];
        } else {
            Arrays.fill(slots, 0);
        }
        if (codes.length < rows) {
            codes = new int[Math.max(rows, codes.length * 2)];
        }
        size = 0;
        length = 0;
        byte[] data = column.data();
        int[] all = column.ends();
        boolean nulls = column.nulls() > 0;
        int mask = capacity - 1;
        int start = 0;
        int last = 0;
        for (int row = 0; row < rows; row++) {
            int end = all[row];
            if (nulls && column.isNull(row)) {
                codes[row] = last;
                continue;
            }
            int hash = hash(data, start, end);
            int slot = hash & mask;
            while (slots[slot] != 0 && !matches(slots[slot] - 1, hash, data, start, end)) {
                slot = slot + 1 & mask;
            }
            if (slots[slot] == 0) {
                if (size == most) {
                    return false;
                }
                starts[size] = start;
                ends[size] = end;
                hashes[size] = hash;
                length += end - start;
                slots[slot] = ++size;
            }
            last = slots[slot] - 1;
            codes[row] = last;
            start = end;
        }
        return true;
    }

    private boolean matches(int code, int hash, byte[] data, int start, int end) {
        return hashes[code] == hash && Arrays.equals(data, starts[code], ends[code], data, start, end);
    }

    private static int hash(byte[] data, int start, int end) {
        long hash = end - start;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            hash = (hash ^ LittleEndian.getLong(data, at)) * PRIME;
            hash ^= hash >>> 32;
        }
        if (at < end) {
            long rest = 0;
            if (at + 8 <= data.length) {
                rest = LittleEndian.getLong(data, at) & (1L << (end - at) * 8) - 1;
            } else {
                for (int i = at; i < end; i++) {
                    rest = rest << 8 | data[i];
                }
            }
            hash = (hash ^ rest) * PRIME;
        }
        return (int) (hash >>> 32);
    }

    int size() {
        return size;
    }

    /** A code per row; rows without value have that of another, or 0. */
    int[] codes() {
        return codes;
    }

    int start(int code) {
        return starts[code];
    }

    int end(int code) {
        return ends[code];
    }
}
