package dev.kiln.store.batch;

import dev.kiln.store.batch.Layout.Width;
import dev.kiln.store.batch.Packing.Measure;
import java.util.Arrays;

/** Writes values of equal size in the way that the data suggest. Keeps its memory; not safe for several threads. */
final class FixedEncoder {
    private static final int SAMPLE = 1024;
    private static final int MOST_DISTINCT_IN_SAMPLE = 256;

    private final Sink sink;
    private final long[] block = new long[Packing.BLOCK];
    private final LongDictionary dictionary = new LongDictionary();
    private long[] scaled = {};

    FixedEncoder(Sink sink) {
        this.sink = sink;
    }

    /**
     * Writes the values of a column that has some.
     *
     * @return the encoding
     */
    int write(FixedBuilder column) {
        NumberSource source = NumberSource.of(column);
        Width width = column.layout().width();
        if (width == Width.HUGE && !fitsLongs(column)) {
            return plain(column);
        }
        Measure measure = Packing.measure(source, block);
        if (measure.runs() == 1) {
            sink.putLong(measure.least());
            return Format.CONSTANT;
        }
        if (width == Width.BIT) {
            return bits(column);
        }
        long plain = width.bytes(column.rows());
        boolean floating = column.layout().floating();
        long packed = floating ? Long.MAX_VALUE : measure.packedBytes();
        long runs = 8 + measure.runs() * 4L + (long) measure.runs() * 8;
        if (runs < Math.min(plain, packed) / 2) {
            return runs(source, measure.runs());
        }
        if (floating) {
            int exponent = width == Width.LONG ? DecimalScale.of(column) : -1;
            if (exponent >= 0) {
                return scaled(column, exponent);
            }
        }
        if ((floating || packed > plain / 4) && width.bytes() >= 4 && looksRepetitive(source)) {
            // Beyond this size it would save nothing.
            int most = (int) Math.min(1 << 16, column.rows() / 8 + 16L);
            int[] codes = dictionary.of(source, most, block);
            if (codes.length > 0) {
                long size = dictionary.size() * 8L
                        + column.rows() * (long) (32 - Integer.numberOfLeadingZeros(dictionary.size())) / 8;
                if (size < Math.min(plain, packed) * 3 / 4) {
                    return dictionary(codes, column.rows());
                }
            }
        }
        if (packed < plain - plain / 8) {
            Packing.write(source, block, sink);
            return Format.PACKED;
        }
        return plain(column);
    }

    private int plain(FixedBuilder column) {
        sink.put(column.values(), 0, column.rows() * column.layout().width().bytes());
        sink.align();
        return Format.PLAIN;
    }

    private int bits(FixedBuilder column) {
        int rows = column.rows();
        byte[] values = column.values();
        int bytes = (rows + 7) >>> 3;
        int at = sink.reserve(bytes);
        byte[] to = sink.bytes();
        int whole = rows >>> 3;
        for (int i = 0; i < whole; i++) {
            // Gathers the lowest bits of eight bytes: the product puts each of them into the highest byte.
            to[at + i] = (byte) (LittleEndian.getLong(values, i * 8) * 0x0102040810204080L >>> 56);
        }
        if (whole < bytes) {
            int last = 0;
            for (int i = whole * 8; i < rows; i++) {
                last |= values[i] << (i & 7);
            }
            to[at + whole] = (byte) last;
        }
        sink.align();
        return Format.PLAIN;
    }

    private int runs(NumberSource source, int runs) {
        sink.putInt(runs);
        sink.putInt(0);
        int endsAt = sink.reserve(runs * 4L);
        sink.align();
        int valuesAt = sink.reserve(runs * 8L);
        byte[] to = sink.bytes();
        int run = -1;
        for (int from = 0; from < source.count(); from += Packing.BLOCK) {
            int count = Math.min(Packing.BLOCK, source.count() - from);
            source.load(from, count, block);
            for (int i = 0; i < count; i++) {
                if (run < 0 || block[i] != LittleEndian.getLong(to, valuesAt + run * 8)) {
                    run++;
                    LittleEndian.putLong(to, valuesAt + run * 8, block[i]);
                }
                LittleEndian.putInt(to, endsAt + run * 4, from + i + 1);
            }
        }
        return Format.RUNS;
    }

    private int dictionary(int[] codes, int rows) {
        sink.putInt(dictionary.size());
        sink.putInt(0);
        for (int i = 0; i < dictionary.size(); i++) {
            sink.putLong(dictionary.value(i));
        }
        Packing.write(NumberSource.of(codes, rows), block, sink);
        return Format.DICTIONARY;
    }

    private int scaled(FixedBuilder column, int exponent) {
        int rows = column.rows();
        if (scaled.length < rows) {
            scaled = new long[Math.max(rows, scaled.length * 2)];
        }
        if (!DecimalScale.scale(column, exponent, scaled)) {
            return writeUnscaled(column);
        }
        NumberSource source = NumberSource.of(scaled, rows);
        if (Packing.measure(source, block).packedBytes() > rows * 6L) {
            return writeUnscaled(column);
        }
        sink.putLong(exponent);
        Packing.write(source, block, sink);
        return Format.SCALED;
    }

    private int writeUnscaled(FixedBuilder column) {
        NumberSource source = NumberSource.of(column);
        if (looksRepetitive(source)) {
            int[] codes = dictionary.of(source, (int) Math.min(1 << 16, column.rows() / 8 + 16L), block);
            if (codes.length > 0) {
                return dictionary(codes, column.rows());
            }
        }
        return plain(column);
    }

    private boolean looksRepetitive(NumberSource source) {
        int step = Math.max(1, source.count() / SAMPLE);
        long[] sample = new long[Math.min(SAMPLE, source.count())];
        for (int i = 0; i < sample.length; i++) {
            source.load(i * step, 1, block);
            sample[i] = block[0];
        }
        Arrays.sort(sample);
        int distinct = 1;
        for (int i = 1; i < sample.length; i++) {
            distinct += sample[i] != sample[i - 1] ? 1 : 0;
        }
        return distinct <= Math.min(MOST_DISTINCT_IN_SAMPLE, sample.length / 2);
    }

    private static boolean fitsLongs(FixedBuilder column) {
        byte[] values = column.values();
        long different = 0;
        for (int i = 0; i < column.rows(); i++) {
            different |= LittleEndian.getLong(values, i * 16) >> 63 ^ LittleEndian.getLong(values, i * 16 + 8);
        }
        return different == 0;
    }
}
