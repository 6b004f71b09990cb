package dev.kiln.store.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.StoreException;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BatchMergeTest {
    private static final int COLUMNS = 400;

    @Test
    void aColumnOfCopiedRowsIsAsIfTheyHadBeenWrittenTogether() {
        for (int seed = 0; seed < COLUMNS; seed++) {
            Random random = new Random(seed);
            Layout layout = Values.layout(random, 0);
            ColumnBuilder copied = ColumnBuilder.of(layout);
            List<@Nullable Object> left = new ArrayList<>();
            for (int part = 0; part < 3; part++) {
                int rows = 1 + random.nextInt(300);
                List<@Nullable Object> values = Values.column(random, layout, rows);
                EncodedColumn encoded = new ColumnEncoder(Compression.LZ4).encode(Values.builder(layout, values));
                DecodedColumn decoded = ColumnDecoder.decode(encoded.bytes(), encoded.chunk(1), rows, layout);
                int share = 1 + random.nextInt(5);
                DeletedRowList deleted = DeletedRowList.none(rows)
                        .with(IntStream.range(0, rows).filter(row -> random.nextInt(share) > 0));
                deleted.forEachLiveRun((from, until) -> ColumnCopy.append(decoded, from, until, copied));
                for (int row : deleted.live()) {
                    left.add(values.get(row));
                }
            }
            ColumnBuilder together = Values.builder(layout, left);
            assertThat(copied.rows()).isEqualTo(left.size());
            assertThat(copied.bytes()).isEqualTo(together.bytes());
            EncodedColumn expected = new ColumnEncoder(Compression.NONE).encode(together);
            EncodedColumn actual = new ColumnEncoder(Compression.NONE).encode(copied);
            assertThat(actual.bytes()).as("seed %d, %s", seed, layout).isEqualTo(expected.bytes());
            assertThat(actual.bounds()).isEqualTo(expected.bounds());
        }
    }

    @Test
    void batchesFromBeforeAColumnWasAddedOrWidenedAreMergedAsTheTableIsNow() {
        Column narrow = column(1, "n", "integer");
        Column wide = column(1, "n", "long");
        Column added = column(2, "later", "string");
        EncodedBatch first = batch(List.of(narrow), 7, 8, 9);
        EncodedBatch second = batch(List.of(wide, added), 1L << 40);
        DeletedRowList deleted = DeletedRowList.none(3).with(IntStream.of(1));
        BatchMerge merge = new BatchMerge(
                List.of(
                        new BatchMerge.Part(first.batch(), deleted),
                        new BatchMerge.Part(second.batch(), DeletedRowList.none(1))),
                Compression.ZSTD);
        merge.add(
                wide,
                List.of(
                        Optional.of(first.columns().get(0)),
                        Optional.of(second.columns().get(0))));
        merge.add(added, List.of(Optional.empty(), Optional.of(second.columns().get(1))));
        EncodedBatch merged = merge.finish(new BatchId(5, 6));
        Batch batch = merged.batch();
        assertThat(batch.id()).isEqualTo(new BatchId(5, 6));
        assertThat(batch.rows()).isEqualTo(3);
        assertThat(batch.deletes()).isEmpty();
        assertThat(batch.size()).isEqualTo(3 * 8 + 3 * 4 + 5 + 1);
        assertThat(batch.chunks().get(1).nulls()).isEqualTo(2);
        assertThat(read(merged, 0, wide)).containsExactly(7L, 9L, 1L << 40);
        assertThat(read(merged, 1, added)).containsExactly(null, null, "value");

        assertThatThrownBy(() -> new BatchMerge(List.of(new BatchMerge.Part(first.batch(), deleted)), Compression.LZ4)
                        .add(wide, List.of(Optional.empty())))
                .isInstanceOf(StoreException.class);
    }

    private static List<@Nullable Object> read(EncodedBatch batch, int index, Column column) {
        return Values.read(ColumnDecoder.decode(
                batch.columns().get(index),
                batch.batch().chunks().get(index),
                batch.batch().rows(),
                Layout.of(dev.kiln.store.type.DataType.of(column))));
    }

    private static EncodedBatch batch(List<Column> columns, long... numbers) {
        BatchBuilder builder = new BatchBuilder(columns, Compression.LZ4);
        for (long number : numbers) {
            FixedBuilder to = (FixedBuilder) builder.column(0);
            if (to.layout().width() == Layout.Width.INT) {
                to.appendInt((int) number);
            } else {
                to.appendLong(number);
            }
            if (columns.size() > 1) {
                ((BytesBuilder) builder.column(1)).append("value".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return builder.finish(new BatchId(1, numbers.length));
    }

    private static Column column(int id, String name, String type) {
        return new Column(id, name, "\"" + type + "\"", true, Optional.empty(), Optional.empty(), "{}");
    }
}
