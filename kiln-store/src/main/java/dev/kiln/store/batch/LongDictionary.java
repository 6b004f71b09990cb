package dev.kiln.store.batch;

import java.util.Arrays;

/** Numbers the distinct values of a column in the order in which they first occur. */
final class LongDictionary {
    private static final int[] TOO_MANY = {};

    private long[] values = {};
    private int[] slots = {};
    private int[] codes = {};
    private int size;

    /**
     * Numbers the values.
     *
     * @return a code per value, in an array that may be longer; empty if more than {@code most} are distinct
     */
    int[] of(NumberSource source, int most, long[] block) {
        int capacity = Integer.highestOneBit(Math.max(16, most * 2 - 1)) << 1;
        if (slots.length != capacity) {
            slots = new int[capacity];
            values = new long[capacity / 2];
        } else {
            Arrays.fill(slots, 0);
        }
        if (codes.length < source.count()) {
            codes = new int[Math.max(source.count(), codes.length * 2)];
        }
        int mask = capacity - 1;
        size = 0;
        for (int from = 0; from < source.count(); from += Packing.BLOCK) {
            int count = Math.min(Packing.BLOCK, source.count() - from);
            source.load(from, count, block);
            for (int i = 0; i < count; i++) {
                long value = block[i];
                int slot = (int) (value * 0x9E3779B97F4A7C15L >>> 32) & mask;
                // A slot has the code plus one, or 0.
                while (slots[slot] != 0 && values[slots[slot] - 1] != value) {
                    slot = slot + 1 & mask;
                }
                if (slots[slot] == 0) {
                    if (size == most) {
                        return TOO_MANY;
                    }
                    values[size] = value;
                    slots[slot] = ++size;
                }
                codes[from + i] = slots[slot] - 1;
            }
        }
        return codes;
    }

    int size() {
        return size;
    }

    long value(int code) {
        return values[code];
    }
}
