package dev.kiln.store.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.batch.Layout.Width;
import dev.kiln.store.table.Compression;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which encoding is taken for which data, how small it gets, and that nothing is lost. */
final class EncodingChoiceTest {
    private static final int ROWS = 20_000;
    private static final Layout LONG = new Layout.Fixed(Width.LONG, false);
    private static final Layout DOUBLE = new Layout.Fixed(Width.LONG, true);
    private static final Random RANDOM = new Random(3);

    @Test
    void oneValueTakesNoRoom() {
        check(LONG, i -> 7L, Format.CONSTANT, 100);
        check(DOUBLE, i -> Double.doubleToRawLongBits(Double.NaN), Format.CONSTANT, 100);
        check(new Layout.Fixed(Width.BIT, false), i -> true, Format.CONSTANT, 100);
        check(new Layout.Fixed(Width.BYTE, false), i -> i % 2 == 0 ? null : (byte) -3, Format.CONSTANT, ROWS / 8 + 100);
    }

    @Test
    void smallDifferencesTakeFewBits() {
        check(LONG, i -> 1_700_000_000_000_000L + i * 5L, Format.PACKED, ROWS * 2);
        check(new Layout.Fixed(Width.INT, false), i -> RANDOM.nextInt(1000) - 500, Format.PACKED, ROWS * 3 / 2);
        check(new Layout.Fixed(Width.SHORT, false), i -> (short) (i % 7), Format.PACKED, ROWS / 2);
        check(new Layout.Fixed(Width.HUGE, false), i -> BigInteger.valueOf(i % 50 - 25), Format.PACKED, ROWS);
    }

    @Test
    void whatFillsItsBitsStaysAsItIs() {
        check(LONG, i -> RANDOM.nextLong(), Format.PLAIN, ROWS * 8 + 100);
        check(DOUBLE, i -> Double.doubleToRawLongBits(RANDOM.nextDouble()), Format.PLAIN, ROWS * 8 + 100);
        check(
                new Layout.Fixed(Width.HUGE, false),
                i -> new BigInteger(120, RANDOM).negate(),
                Format.PLAIN,
                ROWS * 16 + 100);
    }

    @Test
    void repetitionsAreWrittenOnce() {
        check(LONG, i -> i / 500 * 0x1234567890L, Format.RUNS, ROWS / 20);
        check(DOUBLE, i -> Double.doubleToRawLongBits(i / 700 / 3.0), Format.RUNS, ROWS / 20);
        check(DOUBLE, i -> Double.doubleToRawLongBits(RANDOM.nextInt(20) / 7.0), Format.DICTIONARY, ROWS);
        check(LONG, i -> RANDOM.nextInt(20) * 0x123456789ABCDEFL, Format.DICTIONARY, ROWS);
        check(
                new Layout.Fixed(Width.INT, true),
                i -> Float.floatToRawIntBits(RANDOM.nextInt(20) / 7f),
                Format.DICTIONARY,
                ROWS);
    }

    @Test
    void decimalDoublesAreWholeNumbers() {
        check(DOUBLE, i -> Double.doubleToRawLongBits(RANDOM.nextInt(1_000_000) / 100.0), Format.SCALED, ROWS * 3);
        check(
                DOUBLE,
                i -> i % 3 == 0 ? null : Double.doubleToRawLongBits(RANDOM.nextInt(5000) - 2500.0),
                Format.SCALED,
                ROWS * 2);
        // One that is no decimal number, where the sample doesn't see it.
        check(
                DOUBLE,
                i -> Double.doubleToRawLongBits(i == 1 ? -0.0 : RANDOM.nextInt(1_000_000) / 100.0),
                Format.PLAIN,
                ROWS * 8 + 100);
    }

    @Test
    void fewStringsAreNumbered() {
        check(new Layout.Bytes(true), i -> "carrier " + RANDOM.nextInt(30), Format.DICTIONARY, ROWS);
        check(new Layout.Bytes(true), i -> i % 4 == 0 ? null : "x".repeat(i % 40), Format.DICTIONARY, ROWS * 2);
        check(new Layout.Bytes(true), i -> "distinct " + i * 31, Format.PLAIN, ROWS * 20);
    }

    private static void check(Layout layout, IntFunction<@Nullable Object> value, int encoding, int mostBytes) {
        List<@Nullable Object> values =
                Arrays.asList(IntStream.range(0, ROWS).mapToObj(value).toArray());
        byte[] bytes = new ColumnEncoder(Compression.NONE)
                .encode(Values.builder(layout, values))
                .bytes();
        assertThat((int) bytes[Format.HEADER + Format.ENCODING_AT]).isEqualTo(encoding);
        assertThat(bytes.length).isLessThanOrEqualTo(mostBytes);
        assertThat(Values.read(ColumnDecoder.decode(bytes, ROWS, layout))).isEqualTo(values);
    }
}
