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
        append(0);
    }

    void append(long end) {
        int target = offsets.extend(width.bytes());
        if (width == OffsetWidth.BITS_32) {
            offsets.putInt(target, Math.toIntExact(end));
        } else {
            offsets.putLong(target, end);
        }
    }

    ByteStore buffer() {
        return offsets;
    }
}
