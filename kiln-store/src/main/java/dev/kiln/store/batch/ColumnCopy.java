package dev.kiln.store.batch;

import java.util.List;

/** Appends rows of a column to another of the same layout. */
final class ColumnCopy {
    private ColumnCopy() {}

    /**
     * Appends the rows from one on.
     *
     * @param until the row behind the last one
     */
    static void append(DecodedColumn from, int first, int until, ColumnBuilder to) {
        if (to instanceof FixedBuilder fixed) {
            if (from.nulls() == 0 && fixed.layout().width() != Layout.Width.BIT) {
                int step = fixed.layout().width().bytes();
                fixed.appendAll(from.values(), from.valuesAt() + first * step, until - first);
            } else {
                fixed(from, first, until, fixed);
            }
        } else if (to instanceof BytesBuilder bytes) {
            bytes(from, first, until, bytes);
        } else if (to instanceof ListBuilder list) {
            lists(from, first, until, list);
        } else if (to instanceof StructBuilder struct) {
            structs(from, first, until, struct);
        } else {
            for (int row = first; row < until; row++) {
                to.appendNull();
            }
        }
    }

    private static void fixed(DecodedColumn from, int first, int until, FixedBuilder to) {
        Layout.Width width = to.layout().width();
        for (int row = first; row < until; row++) {
            if (from.isNull(row)) {
                to.appendNull();
            } else if (width == Layout.Width.BIT) {
                to.appendBoolean(from.getBoolean(row));
            } else {
                to.appendAll(from.values(), from.valuesAt() + row * width.bytes(), 1);
            }
        }
    }

    private static void bytes(DecodedColumn from, int first, int until, BytesBuilder to) {
        byte[] data = from.data();
        for (int row = first; row < until; row++) {
            if (from.isNull(row)) {
                to.appendNull();
            } else {
                to.append(data, from.start(row), from.length(row));
            }
        }
    }

    private static void lists(DecodedColumn from, int first, int until, ListBuilder to) {
        DecodedColumn elements = from.children().get(0);
        for (int row = first; row < until; row++) {
            if (from.isNull(row)) {
                to.appendNull();
            } else {
                int start = from.start(row);
                append(elements, start, start + from.length(row), to.elements());
                to.endList();
            }
        }
    }

    private static void structs(DecodedColumn from, int first, int until, StructBuilder to) {
        List<ColumnBuilder> fields = to.fields();
        for (int row = first; row < until; row++) {
            if (from.isNull(row)) {
                to.appendNull();
            } else {
                for (int i = 0; i < fields.size(); i++) {
                    append(from.children().get(i), row, row + 1, fields.get(i));
                }
                to.endStruct();
            }
        }
    }
}
