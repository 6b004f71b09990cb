package dev.kiln.store.batch;

import dev.kiln.store.batch.Layout.Width;
import dev.kiln.store.snapshot.Bounds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Finds the least and the greatest value of a column. */
final class BoundsScan {
    /** How much of a string bounds keep. */
    static final int LONGEST = 64;

    private BoundsScan() {}

    static Optional<Bounds> of(ColumnBuilder column) {
        if (column.nulls() == column.rows()) {
            return Optional.empty();
        }
        if (column instanceof FixedBuilder fixed && fixed.layout().width() != Width.HUGE) {
            return Optional.of(fixed.layout().floating() ? floating(fixed) : whole(fixed));
        }
        if (column instanceof BytesBuilder bytes && bytes.layout().ordered()) {
            return bytes(bytes);
        }
        return Optional.empty();
    }

    private static Bounds whole(FixedBuilder column) {
        byte[] values = column.values();
        int rows = column.rows();
        boolean nulls = column.nulls() > 0;
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        switch (column.layout().width()) {
            case BIT, BYTE -> {
                for (int i = 0; i < rows; i++) {
                    if (!nulls || !column.isNull(i)) {
                        least = Math.min(least, values[i]);
                        greatest = Math.max(greatest, values[i]);
                    }
                }
            }
            case SHORT -> {
                for (int i = 0; i < rows; i++) {
                    if (!nulls || !column.isNull(i)) {
                        short value = LittleEndian.getShort(values, i * 2);
                        least = Math.min(least, value);
                        greatest = Math.max(greatest, value);
                    }
                }
            }
            case INT -> {
                for (int i = 0; i < rows; i++) {
                    if (!nulls || !column.isNull(i)) {
                        int value = LittleEndian.getInt(values, i * 4);
                        least = Math.min(least, value);
                        greatest = Math.max(greatest, value);
                    }
                }
            }
            case LONG -> {
                for (int i = 0; i < rows; i++) {
                    if (!nulls || !column.isNull(i)) {
                        long value = LittleEndian.getLong(values, i * 8);
                        least = Math.min(least, value);
                        greatest = Math.max(greatest, value);
                    }
                }
            }
            case HUGE -> throw new IllegalStateException("128 bits have no bounds");
        }
        return new Bounds.Whole(least, greatest);
    }

    private static Bounds floating(FixedBuilder column) {
        byte[] values = column.values();
        int rows = column.rows();
        boolean single = column.layout().width() == Width.INT;
        double least = Double.NaN;
        double greatest = Double.NEGATIVE_INFINITY;
        boolean none = true;
        boolean nan = false;
        for (int i = 0; i < rows; i++) {
            if (column.nulls() > 0 && column.isNull(i)) {
                continue;
            }
            double value = single
                    ? Float.intBitsToFloat(LittleEndian.getInt(values, i * 4))
                    : Double.longBitsToDouble(LittleEndian.getLong(values, i * 8));
            if (Double.isNaN(value)) {
                nan = true;
            } else {
                least = none ? value : Math.min(least, value);
                greatest = Math.max(greatest, value);
                none = false;
            }
        }
        // Adding 0.0 turns -0.0 into 0.0 and changes nothing else.
        return new Bounds.Floating(least + 0.0, nan ? Double.NaN : greatest + 0.0);
    }

    private static Optional<Bounds> bytes(BytesBuilder column) {
        byte[] data = column.data();
        int[] ends = column.ends();
        int least = -1;
        int greatest = -1;
        long leastPrefix = 0;
        long greatestPrefix = 0;
        int start = 0;
        for (int i = 0; i < column.rows(); i++) {
            int end = ends[i];
            if (column.nulls() == 0 || !column.isNull(i)) {
                long prefix = prefix(data, start, end);
                if (least < 0
                        || precedes(
                                prefix, leastPrefix, data, start, end, least == 0 ? 0 : ends[least - 1], ends[least])) {
                    least = i;
                    leastPrefix = prefix;
                }
                if (greatest < 0
                        || precedes(
                                greatestPrefix,
                                prefix,
                                data,
                                greatest == 0 ? 0 : ends[greatest - 1],
                                ends[greatest],
                                start,
                                end)) {
                    greatest = i;
                    greatestPrefix = prefix;
                }
            }
            start = end;
        }
        return between(value(column, least), value(column, greatest));
    }

    /** Cuts what is long: the least value to a prefix, the greatest to the least string above all with its prefix. */
    static Optional<Bounds> between(byte[] least, byte[] greatest) {
        boolean exact = least.length <= LONGEST && greatest.length <= LONGEST;
        byte[] low = least.length <= LONGEST ? least : Arrays.copyOf(least, LONGEST);
        byte[] high = greatest;
        if (greatest.length > LONGEST) {
            int last = LONGEST - 1;
            while (last >= 0 && greatest[last] == (byte) 0xFF) {
                last--;
            }
            if (last < 0) {
                return Optional.empty();
            }
            high = Arrays.copyOf(greatest, last + 1);
            high[last]++;
        }
        return Optional.of(new Bounds.Bytes(
                ByteBuffer.wrap(low).asReadOnlyBuffer(), ByteBuffer.wrap(high).asReadOnlyBuffer(), exact));
    }

    private static boolean precedes(
            long prefix, long otherPrefix, byte[] data, int start, int end, int otherStart, int otherEnd) {
        return prefix == otherPrefix
                ? Arrays.compareUnsigned(data, start, end, data, otherStart, otherEnd) < 0
                : Long.compareUnsigned(prefix, otherPrefix) < 0;
    }

    /** The first eight bytes as a number, followed by zeros where there are fewer. */
    private static long prefix(byte[] data, int start, int end) {
        int length = end - start;
        if (length >= 8) {
            return LittleEndian.getBigEndianLong(data, start);
        }
        if (start + 8 <= data.length) {
            return length == 0 ? 0 : LittleEndian.getBigEndianLong(data, start) & -1L << (64 - 8 * length);
        }
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (data[start + i] & 0xFFL) << (56 - 8 * i);
        }
        return prefix;
    }

    private static byte[] value(BytesBuilder column, int row) {
        int start = row == 0 ? 0 : column.ends()[row - 1];
        return Arrays.copyOfRange(column.data(), start, column.ends()[row]);
    }
}
