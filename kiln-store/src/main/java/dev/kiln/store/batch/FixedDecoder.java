package dev.kiln.store.batch;

import dev.kiln.store.batch.Layout.Width;
import java.util.Arrays;

/** Lays out values of equal size in memory. */
final class FixedDecoder {
    private FixedDecoder() {}

    /** Repeats a value; bits by the byte. */
    static void fill(Width width, long value, byte[] to, int from, int until) {
        switch (width) {
            case BIT -> Arrays.fill(to, from, until, (byte) -(value & 1));
            case BYTE -> Arrays.fill(to, from, until, (byte) value);
            case SHORT -> {
                for (int i = from; i < until; i++) {
                    LittleEndian.putShort(to, i * 2, (short) value);
                }
            }
            case INT -> {
                for (int i = from; i < until; i++) {
                    LittleEndian.putInt(to, i * 4, (int) value);
                }
            }
            case LONG -> {
                for (int i = from; i < until; i++) {
                    LittleEndian.putLong(to, i * 8, value);
                }
            }
            case HUGE -> {
                for (int i = from; i < until; i++) {
                    LittleEndian.putLong(to, i * 16, value);
                    LittleEndian.putLong(to, i * 16 + 8, value >> 63);
                }
            }
        }
    }

    static void runs(Width width, byte[] from, int endsAt, int valuesAt, int runs, byte[] to, int count) {
        int start = 0;
        for (int run = 0; run < runs; run++) {
            int end = LittleEndian.getInt(from, endsAt + run * 4);
            if (end < start || end > count) {
                throw Corrupt.because("its runs are out of order");
            }
            fill(width, LittleEndian.getLong(from, valuesAt + run * 8), to, start, end);
            start = end;
        }
        if (start != count) {
            throw Corrupt.because("its runs end too early");
        }
    }

    static void dictionary(Width width, byte[] from, int entriesAt, int size, Packing.Section codes, byte[] to) {
        if (width == Width.LONG) {
            codes.forEachBlock((block, first, count) -> {
                checkCodes(block, count, size);
                for (int i = 0; i < count; i++) {
                    LittleEndian.putLong(
                            to, (first + i) * 8, LittleEndian.getLong(from, entriesAt + (int) block[i] * 8));
                }
            });
        } else if (width == Width.INT) {
            codes.forEachBlock((block, first, count) -> {
                checkCodes(block, count, size);
                for (int i = 0; i < count; i++) {
                    LittleEndian.putInt(to, (first + i) * 4, LittleEndian.getInt(from, entriesAt + (int) block[i] * 8));
                }
            });
        } else {
            codes.forEachBlock((block, first, count) -> {
                checkCodes(block, count, size);
                for (int i = 0; i < count; i++) {
                    long value = LittleEndian.getLong(from, entriesAt + (int) block[i] * 8);
                    fill(width, value, to, first + i, first + i + 1);
                }
            });
        }
    }

    static void scaled(int exponent, Packing.Section numbers, byte[] to) {
        double power = DecimalScale.power(exponent);
        numbers.forEachBlock((block, first, count) -> {
            for (int i = 0; i < count; i++) {
                LittleEndian.putLong(to, (first + i) * 8, Double.doubleToRawLongBits(block[i] / power));
            }
        });
    }

    /** Adds lengths up to offsets, of which the first is 0. */
    static void offsets(Packing.Section lengths, byte[] to) {
        long[] sum = {0};
        lengths.forEachBlock((block, first, count) -> {
            long last = sum[0];
            long wrong = 0;
            for (int i = 0; i < count; i++) {
                wrong |= block[i] | Format.MOST_BYTES - block[i];
                last += block[i];
                LittleEndian.putInt(to, (first + i + 1) * 4, (int) last);
            }
            // Within a block the sum of lengths that are right can't overflow a long.
            if (wrong < 0 || last > Format.MOST_BYTES) {
                throw Corrupt.because("its lengths can't be true");
            }
            sum[0] = last;
        });
    }

    private static void checkCodes(long[] codes, int count, int size) {
        long wrong = 0;
        for (int i = 0; i < count; i++) {
            wrong |= codes[i] | size - 1 - codes[i];
        }
        if (wrong < 0) {
            throw Corrupt.because("it names values that its dictionary doesn't have");
        }
    }

    /** Checks that codes are in a dictionary of a size. */
    static void checkCodes(byte[] codes, int count, int size) {
        int wrong = 0;
        for (int i = 0; i < count; i++) {
            int code = LittleEndian.getInt(codes, i * 4);
            wrong |= code | size - 1 - code;
        }
        if (wrong < 0) {
            throw Corrupt.because("it names values that its dictionary doesn't have");
        }
    }
}
