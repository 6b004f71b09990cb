package dev.kiln.store.batch;

import dev.kiln.store.batch.Layout.Width;
import dev.kiln.store.table.Compression;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;

/**
 * Measures how long columns take to append, encode, decode and read, per value, and how large they are. A program, not a
 * test: run its main method with the test class path.
 */
final class BatchSpeed {
    private static final int ROWS = 1_000_000;
    private static final int ROUNDS = 15;

    private BatchSpeed() {}

    public static void main(String[] args) {
        System.out.printf("%-28s %8s %8s %8s %8s %10s%n", "", "append", "encode", "decode", "read", "bytes/row");
        Random random = new Random(7);
        for (Compression compression : new Compression[] {Compression.NONE, Compression.LZ4, Compression.ZSTD}) {
            System.out.println(compression);
            FixedBuilder ints = (FixedBuilder) ColumnBuilder.of(new Layout.Fixed(Width.INT, false));
            int[] numbers = random.ints(ROWS).toArray();
            measure("int, random", compression, ints, i -> ints.appendInt(numbers[i]), BatchSpeed::ints);
            measure("int, below 10000", compression, ints, i -> ints.appendInt(numbers[i] % 10_000), BatchSpeed::ints);
            measure(
                    "int, below 10000, nulls",
                    compression,
                    ints,
                    i -> {
                        if (numbers[i] % 10 == 0) {
                            ints.appendNull();
                        } else {
                            ints.appendInt(numbers[i] % 10_000);
                        }
                    },
                    BatchSpeed::ints);
            measure("int, constant", compression, ints, i -> ints.appendInt(5), BatchSpeed::ints);
            FixedBuilder longs = (FixedBuilder) ColumnBuilder.of(new Layout.Fixed(Width.LONG, false));
            measure("long, ascending", compression, longs, longs::appendLong, BatchSpeed::longs);
            measure(
                    "long, random",
                    compression,
                    longs,
                    i -> longs.appendLong(numbers[i] * 0x123456789ABCDEFL),
                    BatchSpeed::longs);
            measure("long, runs", compression, longs, i -> longs.appendLong(i / 100 * 77_777L), BatchSpeed::longs);
            FixedBuilder doubles = (FixedBuilder) ColumnBuilder.of(new Layout.Fixed(Width.LONG, true));
            measure(
                    "double, random",
                    compression,
                    doubles,
                    i -> doubles.appendDouble(numbers[i] / 3.0),
                    BatchSpeed::doubles);
            measure(
                    "double, prices",
                    compression,
                    doubles,
                    i -> doubles.appendDouble(numbers[i] % 100_000 / 100.0),
                    BatchSpeed::doubles);
            measure(
                    "double, 50 distinct",
                    compression,
                    doubles,
                    i -> doubles.appendDouble(numbers[i] % 50 / 7.0),
                    BatchSpeed::doubles);
            BytesBuilder strings = (BytesBuilder) ColumnBuilder.of(new Layout.Bytes(true));
            byte[][] few = texts(200, random);
            byte[][] many = texts(ROWS, random);
            measure(
                    "string, 200 distinct",
                    compression,
                    strings,
                    i -> strings.append(few[(numbers[i] >>> 1) % 200]),
                    BatchSpeed::strings);
            measure("string, distinct", compression, strings, i -> strings.append(many[i]), BatchSpeed::strings);
        }
    }

    private static byte[][] texts(int count, Random random) {
        byte[][] texts = new byte[count][];
        Arrays.setAll(texts, i -> ("customer number " + random.nextInt(1 << 30)).getBytes(StandardCharsets.UTF_8));
        return texts;
    }

    private static void measure(
            String name,
            Compression compression,
            ColumnBuilder column,
            IntConsumer append,
            ToLongFunction<DecodedColumn> read) {
        ColumnEncoder encoder = new ColumnEncoder(compression);
        double[][] times = new double[4][ROUNDS];
        long size = 0;
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            column.clear();
            for (int i = 0; i < ROWS; i++) {
                append.accept(i);
            }
            long appended = System.nanoTime();
            EncodedColumn encoded = encoder.encode(column);
            long written = System.nanoTime();
            DecodedColumn decoded = ColumnDecoder.decode(encoded.bytes(), encoded.chunk(1), ROWS, column.layout());
            long decodedAt = System.nanoTime();
            sum += read.applyAsLong(decoded);
            long end = System.nanoTime();
            times[0][round] = appended - start;
            times[1][round] = written - appended;
            times[2][round] = decodedAt - written;
            times[3][round] = end - decodedAt;
            size = encoded.bytes().length;
        }
        for (double[] time : times) {
            Arrays.sort(time);
        }
        System.out.printf(
                "%-28s %8.2f %8.2f %8.2f %8.2f %10.2f   (%x)%n",
                name,
                times[0][ROUNDS / 3] / ROWS,
                times[1][ROUNDS / 3] / ROWS,
                times[2][ROUNDS / 3] / ROWS,
                times[3][ROUNDS / 3] / ROWS,
                (double) size / ROWS,
                sum);
    }

    private static long ints(DecodedColumn column) {
        long sum = 0;
        for (int i = 0; i < column.rows(); i++) {
            sum += column.getInt(i);
        }
        return sum;
    }

    private static long longs(DecodedColumn column) {
        long sum = 0;
        for (int i = 0; i < column.rows(); i++) {
            sum += column.getLong(i);
        }
        return sum;
    }

    private static long doubles(DecodedColumn column) {
        double sum = 0;
        for (int i = 0; i < column.rows(); i++) {
            sum += column.getDouble(i);
        }
        return (long) sum;
    }

    private static long strings(DecodedColumn column) {
        long sum = 0;
        for (int i = 0; i < column.rows(); i++) {
            sum += column.data()[column.start(i)] + column.length(i);
        }
        return sum;
    }
}
