package dev.kiln.store.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.batch.Layout.Width;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ColumnRoundTripTest {
    private static final int COLUMNS = 400;

    @ParameterizedTest
    @EnumSource(Compression.class)
    void anyColumnIsReadAsItWasWritten(Compression compression) {
        ColumnEncoder encoder = new ColumnEncoder(compression);
        for (int seed = 0; seed < COLUMNS; seed++) {
            Random random = new Random(seed);
            Layout layout = Values.layout(random, 0);
            int rows = random.nextInt(4) == 0 ? 1 + random.nextInt(20_000) : 1 + random.nextInt(300);
            List<@Nullable Object> values = Values.column(random, layout, rows);
            EncodedColumn encoded = encoder.encode(Values.builder(layout, values));
            DecodedColumn decoded = ColumnDecoder.decode(encoded.bytes(), encoded.chunk(1), rows, layout);
            assertThat(Values.read(decoded)).as("seed %d, %s", seed, layout).isEqualTo(values);
            assertThat(encoded.nulls()).isEqualTo(decoded.nulls());
        }
    }

    @Test
    void aBuilderIsAsNewAfterABatch() {
        for (int seed = 0; seed < COLUMNS; seed++) {
            Random random = new Random(seed);
            Layout layout = Values.layout(random, 0);
            ColumnBuilder column = Values.builder(layout, Values.column(random, layout, 300));
            column.clear();
            List<@Nullable Object> values = Values.column(random, layout, 200);
            values.forEach(value -> Values.append(column, value));
            EncodedColumn again = new ColumnEncoder(Compression.NONE).encode(column);
            EncodedColumn fresh = new ColumnEncoder(Compression.NONE).encode(Values.builder(layout, values));
            assertThat(again.bytes()).as("seed %d, %s", seed, layout).isEqualTo(fresh.bytes());
            assertThat(again.bounds()).isEqualTo(fresh.bounds());
        }
    }

    @Test
    void damagedBytesAreRefused() {
        for (int seed = 0; seed < COLUMNS; seed++) {
            Random random = new Random(seed);
            Layout layout = Values.layout(random, 0);
            List<@Nullable Object> values = Values.column(random, layout, 100);
            EncodedColumn encoded = new ColumnEncoder(Compression.LZ4).encode(Values.builder(layout, values));
            byte[] damaged = encoded.bytes().clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> ColumnDecoder.decode(damaged, encoded.chunk(1), 100, layout))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.condition())
                            .isEqualTo(StoreCondition.CORRUPT_BATCH));
        }
    }

    /** A client may send what it likes with the right checksum. */
    @ParameterizedTest
    @EnumSource(Compression.class)
    void forgedBytesNeverLeadBeyondTheirBounds(Compression compression) {
        int refused = 0;
        for (int seed = 0; seed < 5 * COLUMNS; seed++) {
            Random random = new Random(seed);
            Layout layout = Values.layout(random, 0);
            int rows = 1 + random.nextInt(2000);
            List<@Nullable Object> values = Values.column(random, layout, rows);
            byte[] forged = new ColumnEncoder(compression)
                    .encode(Values.builder(layout, values))
                    .bytes();
            for (int i = random.nextInt(8); i >= 0; i--) {
                int within = random.nextBoolean() ? Math.min(forged.length, 64) : forged.length;
                forged[random.nextInt(within)] = (byte) random.nextInt();
            }
            try {
                Values.read(ColumnDecoder.decode(forged, rows, layout));
            } catch (StoreException e) {
                assertThat(e.condition()).isEqualTo(StoreCondition.CORRUPT_BATCH);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(COLUMNS);
    }

    @Test
    void numbersAreReadWithMoreRoomThanTheyWereWrittenWith() {
        Random random = new Random(1);
        Width[] widths = {Width.BYTE, Width.SHORT, Width.INT, Width.LONG, Width.HUGE};
        for (int from = 0; from < widths.length; from++) {
            Layout narrow = new Layout.Fixed(widths[from], false);
            List<@Nullable Object> values = Values.column(random, narrow, 3000);
            EncodedColumn encoded = new ColumnEncoder(Compression.LZ4).encode(Values.builder(narrow, values));
            for (int to = 0; to < widths.length; to++) {
                Layout wide = new Layout.Fixed(widths[to], false);
                if (to < from) {
                    assertThatThrownBy(() -> ColumnDecoder.decode(encoded.bytes(), encoded.chunk(1), 3000, wide))
                            .isInstanceOf(StoreException.class);
                    continue;
                }
                List<@Nullable Object> read =
                        Values.read(ColumnDecoder.decode(encoded.bytes(), encoded.chunk(1), 3000, wide));
                for (int row = 0; row < 3000; row++) {
                    assertThat(String.valueOf(read.get(row))).isEqualTo(String.valueOf(values.get(row)));
                }
            }
        }
        Layout floats = new Layout.Fixed(Width.INT, true);
        FixedBuilder builder = (FixedBuilder) ColumnBuilder.of(floats);
        builder.appendFloat(1.5f);
        builder.appendFloat(Float.NaN);
        byte[] bytes = new ColumnEncoder(Compression.NONE).encode(builder).bytes();
        DecodedColumn doubles = ColumnDecoder.decode(bytes, 2, new Layout.Fixed(Width.LONG, true));
        assertThat(doubles.getDouble(0)).isEqualTo(1.5);
        assertThat(doubles.getDouble(1)).isNaN();
    }

    @Test
    void aCutColumnIsRefused() {
        Layout layout = new Layout.Bytes(true);
        byte[] bytes = new ColumnEncoder(Compression.NONE)
                .encode(Values.builder(layout, List.of("one", "two", "three")))
                .bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ColumnDecoder.decode(cut, 3, layout)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void aBatchIsItsColumnsAndWhatIsKnownOfThem() {
        Column id = new Column(3, "id", "long", false, Optional.empty(), Optional.empty(), "{}");
        Column name = new Column(7, "name", "string", true, Optional.empty(), Optional.empty(), "{}");
        BatchBuilder builder = new BatchBuilder(List.of(id, name), Compression.LZ4);
        for (int i = 0; i < 10; i++) {
            ((FixedBuilder) builder.column(0)).appendLong(i);
            if (i == 4) {
                builder.column(1).appendNull();
            } else {
                ((BytesBuilder) builder.column(1)).append(("n" + i).getBytes(StandardCharsets.UTF_8));
            }
        }
        EncodedBatch batch = builder.finish(new BatchId(5, 1));
        assertThat(batch.batch().rows()).isEqualTo(10);
        assertThat(batch.batch().chunks()).extracting(chunk -> chunk.column()).containsExactly(3, 7);
        assertThat(batch.batch().chunks()).extracting(chunk -> chunk.nulls()).containsExactly(0, 1);
        assertThat(builder.rows()).isZero();
        DecodedColumn names = ColumnDecoder.decode(
                batch.columns().get(1), batch.batch().chunks().get(1), 10, new Layout.Bytes(true));
        assertThat(names.isNull(4)).isTrue();
        assertThat(new String(names.getBytes(9), StandardCharsets.UTF_8)).isEqualTo("n9");
    }
}
