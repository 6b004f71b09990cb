package dev.kiln.store.batch;

/**
 * Doubles that are decimal numbers of few digits: each is a whole number divided by a power of ten, to the last bit.
 * Prices, rates and measurements are.
 */
final class DecimalScale {
    static final int MOST = 6;
    private static final double[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
    private static final double GREATEST = 1L << 53;
    private static final int SAMPLE = 256;

    private DecimalScale() {}

    static double power(int exponent) {
        return POWERS[exponent];
    }

    /** The least exponent that does for a sample, or -1. */
    static int of(FixedBuilder column) {
        int exponent = 0;
        int step = Math.max(1, column.rows() / SAMPLE);
        for (int row = 0; row < column.rows(); row += step) {
            if (column.isNull(row)) {
                continue;
            }
            long bits = LittleEndian.getLong(column.values(), row * 8);
            while (exponent <= MOST && !isWhole(bits, POWERS[exponent])) {
                exponent++;
            }
            if (exponent > MOST) {
                return -1;
            }
        }
        return exponent;
    }

    /** Works out the whole numbers; false if some value isn't one. Rows without value repeat the one before. */
    static boolean scale(FixedBuilder column, int exponent, long[] into) {
        byte[] values = column.values();
        double power = POWERS[exponent];
        boolean nulls = column.nulls() > 0;
        long last = 0;
        boolean some = false;
        for (int row = 0; row < column.rows(); row++) {
            if (nulls && column.isNull(row)) {
                into[row] = last;
                continue;
            }
            long bits = LittleEndian.getLong(values, row * 8);
            if (!isWhole(bits, power)) {
                return false;
            }
            last = (long) Math.rint(Double.longBitsToDouble(bits) * power);
            into[row] = last;
            if (!some) {
                some = true;
                for (int before = 0; before < row; before++) {
                    into[before] = last;
                }
            }
        }
        return true;
    }

    private static boolean isWhole(long bits, double power) {
        double whole = Math.rint(Double.longBitsToDouble(bits) * power);
        // Compared as bits, so that neither NaN nor -0.0 passes: a long has none of them.
        return Math.abs(whole) < GREATEST && Double.doubleToRawLongBits((double) (long) whole / power) == bits;
    }
}
