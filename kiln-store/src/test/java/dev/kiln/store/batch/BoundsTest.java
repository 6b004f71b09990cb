package dev.kiln.store.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.batch.Layout.Width;
import dev.kiln.store.snapshot.Bounds;
import dev.kiln.store.table.Compression;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BoundsTest {
    @Test
    void nanIsTheGreatestAndZeroHasNoSign() {
        assertThat(doubles(1.5, Double.NaN, -2.0)).contains(new Bounds.Floating(-2.0, Double.NaN));
        assertThat(doubles(Double.NaN, null)).contains(new Bounds.Floating(Double.NaN, Double.NaN));
        assertThat(doubles(-0.0, -0.0)).contains(new Bounds.Floating(0.0, 0.0));
        assertThat(doubles(Double.NEGATIVE_INFINITY))
                .contains(new Bounds.Floating(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
        assertThat(doubles(null, null)).isEmpty();
    }

    @Test
    void wholeNumbersOfEachWidth() {
        for (Width width : Width.values()) {
            Layout layout = new Layout.Fixed(width, false);
            Random random = new Random(1);
            var values = Values.column(random, layout, 500);
            Optional<Bounds> bounds = bounds(Values.builder(layout, values));
            if (width == Width.HUGE) {
                assertThat(bounds).isEmpty();
                continue;
            }
            long[] numbers = values.stream()
                    .filter(value -> value != null)
                    .mapToLong(value -> value instanceof Boolean bit ? bit ? 1 : 0 : ((Number) value).longValue())
                    .sorted()
                    .toArray();
            assertThat(bounds)
                    .isEqualTo(
                            numbers.length == 0
                                    ? Optional.empty()
                                    : Optional.of(new Bounds.Whole(numbers[0], numbers[numbers.length - 1])));
        }
    }

    @Test
    void stringsAreOrderedByUnsignedBytes() {
        assertThat(strings("b", "", "abcdefghi", "abcdefgh", "\u00ff")).contains(bytes("", "\u00ff", true));
        assertThat(strings("abcdefgh\u0001", "abcdefgh", "abcdefgh\u0000"))
                .contains(bytes("abcdefgh", "abcdefgh\u0001", true));
        assertThat(strings("a\u0000", "a")).contains(bytes("a", "a\u0000", true));
    }

    @Test
    void longStringsAreCut() {
        String least = "a".repeat(100);
        String greatest = "z".repeat(63) + "\u00ff".repeat(20);
        assertThat(strings(least, greatest)).contains(bytes("a".repeat(64), "z".repeat(62) + "{", false));
        assertThat(strings("x", "\u00ff".repeat(65))).isEmpty();
        assertThat(strings("x", "\u00ff".repeat(64))).contains(bytes("x", "\u00ff".repeat(64), true));
    }

    @Test
    void anotherCollationHasNoBounds() {
        assertThat(bounds(Values.builder(new Layout.Bytes(false), Arrays.asList("a", "b"))))
                .isEmpty();
    }

    @Test
    void boundsHoldForRandomStrings() {
        Layout layout = new Layout.Bytes(true);
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            var values = Values.column(random, layout, 1 + random.nextInt(200));
            byte[][] sorted = values.stream()
                    .filter(value -> value != null)
                    .map(value -> ((String) value).getBytes(StandardCharsets.ISO_8859_1))
                    .sorted(Arrays::compareUnsigned)
                    .toArray(byte[][]::new);
            Optional<Bounds> bounds = bounds(Values.builder(layout, values));
            if (sorted.length == 0) {
                assertThat(bounds).isEmpty();
                continue;
            }
            Bounds.Bytes found = (Bounds.Bytes) bounds.orElseThrow();
            byte[] least = array(found.least());
            byte[] greatest = array(found.greatest());
            assertThat(Arrays.compareUnsigned(least, sorted[0])).isLessThanOrEqualTo(0);
            assertThat(Arrays.compareUnsigned(greatest, sorted[sorted.length - 1]))
                    .isGreaterThanOrEqualTo(0);
            if (found.exact()) {
                assertThat(least).isEqualTo(sorted[0]);
                assertThat(greatest).isEqualTo(sorted[sorted.length - 1]);
            }
        }
    }

    private static Optional<Bounds> doubles(@Nullable Double... values) {
        ColumnBuilder column = ColumnBuilder.of(new Layout.Fixed(Width.LONG, true));
        for (Double value : values) {
            if (value == null) {
                column.appendNull();
            } else {
                ((FixedBuilder) column).appendDouble(value);
            }
        }
        return bounds(column);
    }

    private static Optional<Bounds> strings(String... values) {
        return bounds(Values.builder(new Layout.Bytes(true), Arrays.asList((Object[]) values)));
    }

    private static Optional<Bounds> bounds(ColumnBuilder column) {
        return new ColumnEncoder(Compression.LZ4).encode(column).bounds();
    }

    private static Bounds bytes(String least, String greatest, boolean exact) {
        return new Bounds.Bytes(
                ByteBuffer.wrap(least.getBytes(StandardCharsets.ISO_8859_1)),
                ByteBuffer.wrap(greatest.getBytes(StandardCharsets.ISO_8859_1)),
                exact);
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
