package dev.kiln.store.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.StoreException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DeletedRowListTest {
    @Test
    void aListIsReadAsItWasWritten() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int batchRows = 1 + random.nextInt(seed % 3 == 0 ? 100_000 : 100);
            int deleted = random.nextInt(batchRows + 1);
            int[] rows = IntStream.generate(() -> random.nextInt(batchRows))
                    .limit(seed % 2 == 0 ? Math.min(deleted, 50) : deleted)
                    .toArray();
            DeletedRowList list = DeletedRowList.none(batchRows).with(IntStream.of(rows));
            byte[] bytes = list.encode();
            DeletedRowList read = DeletedRowList.decode(bytes, batchRows);
            int[] expected = IntStream.of(rows).sorted().distinct().toArray();
            assertThat(read.stream().toArray()).isEqualTo(expected);
            assertThat(read.count()).isEqualTo(expected.length);
            assertThat(read.live())
                    .isEqualTo(IntStream.range(0, batchRows)
                            .filter(row -> !list.contains(row))
                            .toArray());
            assertThat(bytes.length).isLessThanOrEqualTo(16 + (batchRows + 7) / 8);
        }
    }

    @Test
    void listsGrow() {
        DeletedRowList list = DeletedRowList.none(10).with(IntStream.of(3)).with(IntStream.of(9, 3, 0));
        assertThat(list.stream()).containsExactly(0, 3, 9);
        assertThatThrownBy(() -> list.with(IntStream.of(10))).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void damagedListsAreRefused() {
        byte[] bytes = DeletedRowList.none(1000).with(IntStream.range(5, 30)).encode();
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> DeletedRowList.decode(damaged, 1000)).isInstanceOf(StoreException.class);
        }
        assertThatThrownBy(() -> DeletedRowList.decode(bytes, 1001)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> DeletedRowList.decode(new byte[3], 1000)).isInstanceOf(StoreException.class);
    }
}
