package dev.kiln.engine.execution.arrow;

import org.apache.spark.unsafe.Platform;

/** The validity buffer of an Arrow field: a bit per row, set if there is a value. */
final class ValidityBits {
    private final ByteStore bits = new ByteStore();
    private int rows;
    private int nulls;

    void clear() {
        bits.clear();
        rows = 0;
        nulls = 0;
    }

    ByteStore buffer() {
        return bits;
    }

    int rows() {
        return rows;
    }

    int nulls() {
        return nulls;
    }

    /** Adds rows that all have values. */
    void appendValid(int count) {
        int end = rows + count;
        grow(end);
        int row = rows;
        while (row < end && (row & 7) != 0) {
            set(row++);
        }
        int wholeBytes = (end - row) >> 3;
        bits.fill(row >> 3, wholeBytes, (byte) 0xFF);
        row += wholeBytes << 3;
        while (row < end) {
            set(row++);
        }
        rows = end;
    }

    /** Adds a row without a value. */
    void appendNull() {
        grow(rows + 1);
        rows++;
        nulls++;
    }

    /** Adds rows from the validity bits of a vector, or valid rows if there are none. */
    void append(long validity, long first, int count) {
        if (validity == 0) {
            appendValid(count);
            return;
        }
        int start = rows;
        grow(start + count);
        for (int i = 0; i < count; i++) {
            long row = first + i;
            if ((Platform.getByte(null, validity + (row >> 3)) & (1 << (row & 7))) != 0) {
                set(start + i);
            } else {
                nulls++;
            }
        }
        rows = start + count;
    }

    private void grow(int count) {
        int needed = (count + 7) >> 3;
        if (needed > bits.size()) {
            int start = bits.extend(needed - bits.size());
            bits.fill(start, needed - start, (byte) 0);
        }
    }

    private void set(int row) {
        int offset = row >> 3;
        bits.putByte(offset, (byte) (bits.getByte(offset) | (1 << (row & 7))));
    }
}
