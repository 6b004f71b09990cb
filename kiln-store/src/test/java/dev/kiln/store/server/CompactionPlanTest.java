package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CompactionPlanTest {
    private static final long MOST = 1 << 20;

    private final CompactionPlan plan = new CompactionPlan(MOST);
    private long next;

    @Test
    void fewSmallBatchesAndFullOnesStayAsTheyAre() {
        assertThat(plan.of(List.of())).isEmpty();
        assertThat(plan.of(List.of(batch(10), batch(10), batch(10)))).isEmpty();
        assertThat(plan.of(List.of(batch(MOST), batch(MOST / 4), batch(MOST / 2), batch(MOST * 3))))
                .isEmpty();
        assertThat(plan.of(List.of(batch(10), batch(30 << 10), batch(100 << 10), batch(250 << 10))))
                .isEmpty();
    }

    @Test
    void severalOfOneSizeTakeSmallerOnesAlongUpToAFullBatch() {
        Batch full = batch(MOST);
        Batch tiny = batch(5);
        List<Batch> same = List.of(batch(20 << 10), batch(40 << 10), batch(20 << 10), batch(20 << 10));
        List<Batch> all = new ArrayList<>(List.of(full, tiny));
        all.addAll(same);
        List<Batch> expected = new ArrayList<>(List.of(tiny));
        expected.addAll(same);
        assertThat(plan.of(all)).contains(expected);

        List<Batch> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(batch(MOST / 5));
        }
        assertThat(plan.of(many)).contains(many.subList(0, 5));
    }

    @Test
    void aBatchWithManyDeletedRowsIsRewrittenWhateverItsSize() {
        assertThat(plan.of(List.of(batch(MOST), deleted(MOST, 24)))).isEmpty();
        Batch some = deleted(MOST, 25);
        Batch most = deleted(MOST, 90);
        assertThat(plan.of(List.of(batch(MOST), some, batch(10)))).contains(List.of(some));
        assertThat(plan.of(List.of(some, most))).contains(List.of(most));
        assertThat(plan.of(List.of(deleted(MOST * 4, 25)))).as("too large").isEmpty();
    }

    /** What is made of batches is not made again, and every row is moved a few times at most. */
    @Test
    void comesToAnEndAndIsWorthIt() {
        List<Batch> batches = new ArrayList<>();
        long moved = 0;
        long written = 0;
        for (int step = 0; step < 20_000; step++) {
            batches.add(batch(200));
            written += 200;
            if (step % 100 == 99) {
                moved += compact(batches);
            }
        }
        assertThat(batches).hasSizeLessThan(20);
        assertThat(batches.stream().mapToLong(Batch::size).sum()).isEqualTo(written);
        assertThat(moved).isLessThan(10 * written);
    }

    private long compact(List<Batch> batches) {
        long moved = 0;
        for (int round = 0; round < 100; round++) {
            Optional<List<Batch>> chosen = plan.of(batches);
            if (chosen.isEmpty()) {
                return moved;
            }
            long size = chosen.get().stream().mapToLong(Batch::size).sum();
            assertThat(size).isLessThanOrEqualTo(MOST);
            moved += size;
            batches.removeAll(chosen.get());
            batches.add(batch(size));
        }
        throw new AssertionError("comes to no end");
    }

    private Batch batch(long size) {
        return new Batch(new BatchId(1, next++), 100, List.of(chunk(size)), Optional.empty());
    }

    private Batch deleted(long size, int rows) {
        Batch.Deletes deletes = new Batch.Deletes(new BatchId(2, next), rows);
        return new Batch(new BatchId(1, next++), 100, List.of(chunk(size)), Optional.of(deletes));
    }

    private static Chunk chunk(long size) {
        return new Chunk(0, 1, 2, 0, Optional.empty(), size);
    }
}
