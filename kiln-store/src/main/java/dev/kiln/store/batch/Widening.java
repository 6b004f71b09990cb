package dev.kiln.store.batch;

import dev.kiln.store.batch.Layout.Width;

/** Numbers of a column whose type has got more room since they were written. */
final class Widening {
    private Widening() {}

    static boolean isPossible(Layout.Fixed from, Layout.Fixed to) {
        if (from.width() == Width.BIT || from.width().ordinal() >= to.width().ordinal()) {
            // An int may become a float of the same width nowhere in Spark, because it may not fit.
            return false;
        }
        return from.floating() ? to.floating() && to.width() == Width.LONG : !to.floating() || to.width() == Width.LONG;
    }

    static void widen(Layout.Fixed from, byte[] values, int at, Layout.Fixed to, byte[] wider, int rows) {
        for (int row = 0; row < rows; row++) {
            if (from.floating()) {
                double value = Float.intBitsToFloat(LittleEndian.getInt(values, at + row * 4));
                LittleEndian.putLong(wider, row * 8, Double.doubleToRawLongBits(value));
            } else {
                long value = whole(from.width(), values, at, row);
                long bits = to.floating() ? Double.doubleToRawLongBits(value) : value;
                FixedDecoder.fill(to.width(), bits, wider, row, row + 1);
            }
        }
    }

    private static long whole(Width width, byte[] values, int at, int row) {
        return switch (width) {
            case BYTE -> values[at + row];
            case SHORT -> LittleEndian.getShort(values, at + row * 2);
            case INT -> LittleEndian.getInt(values, at + row * 4);
            case LONG -> LittleEndian.getLong(values, at + row * 8);
            case BIT, HUGE -> throw new IllegalStateException("Nothing is wider than " + width);
        };
    }
}
