package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.execution.arrow.ArrowColumn.OffsetWidth;

/** Where each value of a variable-length field ends. */
final class Offsets {
    private final OffsetWidth width;
    private final ByteStore offsets = new ByteStore();

    Offsets(OffsetWidth width) {
        this.width = width;
        clear();
    }

    /** The buffer begins with a zero, also if there are no rows. */
    void clear() {
        offsets.clear();
        put(extend(1), 0);
    }

    /** Makes room for the ends of more values and returns where the first of them goes. */
    int extend(int count) {
        return offsets.extend(Math.multiplyExact(count, width.bytes()));
    }

    /** Writes where a value ends and returns where the next value's end goes. */
    int put(int target, long end) {
        if (width == OffsetWidth.BITS_32) {
            offsets.putInt(target, Math.toIntExact(end));
            return target + Integer.BYTES;
        }
        offsets.putLong(target, end);
        return target + Long.BYTES;
    }

    ByteStore buffer() {
        return offsets;
    }
}
