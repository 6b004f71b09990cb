package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.batch.DeletedRowList;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.StoreReport;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Bounds;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches are rewritten in the background, and nobody can tell from the rows. */
final class CompactionTest {
    @TempDir
    static Path directory;

    private static MemberProcess locator;
    private static MemberProcess server;
    private static String address;
    private static Store store;

    @BeforeAll
    static void start() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        address = "127.0.0.1:" + port;
        locator = MemberProcess.locator(directory.resolve("l"), "127.0.0.1", port, List.of(address))
                .awaitReady();
        server = MemberProcess.server(directory.resolve("s"), "127.0.0.1", List.of(address))
                .awaitReady();
        store = Stores.connect(ClientSettings.of(address));
        store.createNamespace("db", Map.of());
    }

    @AfterAll
    static void stop() {
        if (store != null) {
            store.close();
        }
        if (server != null) {
            server.close();
        }
        if (locator != null) {
            locator.close();
        }
    }

    @Test
    void smallBatchesOfManyStepsBecomeOneWithTheSameRowsAndStatistics() throws Exception {
        Table table = store.create(Rows.spec("stream", 2, 0, Persistence.SYNC));
        List<Long> expected = new ArrayList<>();
        Snapshot old = store.snapshot(table);
        for (long step = 0; step < 20; step++) {
            Commit.Epoch epoch = new Commit.Epoch("stream", step);
            expected.add(step);
            expected.add(1000 + step);
            append(table, 1, Optional.of(epoch), step, 1000 + step);
            old = step == 3 ? store.snapshot(table) : old;
        }
        await(() -> batches(table, 1).size() < 4);
        Snapshot snapshot = store.snapshot(table);
        assertThat(Rows.read(store, snapshot, 1)).containsExactlyInAnyOrderElementsOf(expected);
        Batch merged = batches(table, 1).get(0);
        assertThat(merged.chunks().get(0).bounds().orElseThrow()).isInstanceOf(Bounds.Whole.class);
        assertThat(store.lastEpoch(table, "stream")).contains(19L);
        // A scan that began before ends on what it began with.
        assertThat(Rows.read(store, old, 1)).containsExactlyInAnyOrder(0L, 1000L, 1L, 1001L, 2L, 1002L, 3L, 1003L);
        assertThat(Stores.report(ClientSettings.of(address)).members())
                .extracting(StoreReport.MemberReport::compaction)
                .anySatisfy(compaction -> {
                    assertThat(compaction.commits()).isPositive();
                    assertThat(compaction.from() - compaction.to()).isGreaterThanOrEqualTo(16);
                });
    }

    @Test
    void deletedRowsGoAndTheBucketCountsAsUnchanged() throws Exception {
        Table table = store.create(Rows.spec("deleted", 1, 0, Persistence.ASYNC));
        Batch batch =
                append(table, 0, Optional.empty(), LongStream.range(0, 1000).toArray());
        long version = delete(table, batch, IntStream.range(0, 600));
        long changed = store.snapshot(table).buckets().get(0).changed();
        assertThat(changed).isEqualTo(version);
        await(() -> batches(table, 0).get(0).deletes().isEmpty());
        Snapshot snapshot = store.snapshot(table);
        assertThat(batches(table, 0)).hasSize(1);
        assertThat(batches(table, 0).get(0).rows()).isEqualTo(400);
        assertThat(Rows.read(store, snapshot, 0))
                .containsExactlyElementsOf(LongStream.range(600, 1000).boxed().toList());
        assertThat(snapshot.buckets().get(0).changed()).isEqualTo(changed);
        assertThat(snapshot.version()).isGreaterThan(version);

        // A MERGE that read before is none the wiser: no row has changed.
        long write = store.beginWrite(table, true);
        store.commit(table, new Commit(write, version, false, List.of(), Set.of(0), Optional.empty()));
    }

    @Test
    void batchesStayWhereRowLevelWritesFoundThem() throws Exception {
        Table table = store.create(Rows.spec("held", 1, 0, Persistence.NONE));
        Batch batch = append(table, 0, Optional.empty(), 1, 2, 3);
        long write = store.beginWrite(table, true);
        long base = store.snapshot(table).version();
        for (long i = 10; i < 20; i++) {
            append(table, 0, Optional.empty(), i);
        }
        Table other = store.create(Rows.spec("free", 1, 0, Persistence.NONE));
        for (long i = 0; i < 10; i++) {
            append(other, 0, Optional.empty(), i);
        }
        await(() -> batches(other, 0).size() < 4);
        assertThat(batches(table, 0)).hasSize(11);
        commitDelete(table, write, base, batch, IntStream.of(1));
        await(() -> batches(table, 0).size() < 4);
        assertThat(Rows.read(store, store.snapshot(table), 0))
                .containsExactlyInAnyOrder(1L, 3L, 10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L);

        // Who kept places without saying so is told, and changes nothing.
        long late = store.beginWrite(table, true);
        assertThatThrownBy(() -> commitDelete(table, late, base, batch, IntStream.of(0)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.condition()).isEqualTo(StoreCondition.COMMIT_CONFLICT));
        store.abort(table, late);
    }

    private static long delete(Table table, Batch batch, IntStream rows) {
        long write = store.beginWrite(table, true);
        return commitDelete(table, write, store.snapshot(table).version(), batch, rows);
    }

    private static long commitDelete(Table table, long write, long base, Batch batch, IntStream rows) {
        DeletedRowList list = DeletedRowList.none(batch.rows()).with(rows);
        Batch.Deletes deletes = new Batch.Deletes(new BatchId(write, 0), list.count());
        store.uploadDeletes(table, 0, batch.id(), deletes, list.encode());
        Commit.DeletedRows change = new Commit.DeletedRows(batch.id(), Optional.empty(), deletes);
        Commit.BucketChange bucket = new Commit.BucketChange(0, List.of(), List.of(), List.of(change));
        return store.commit(table, new Commit(write, base, false, List.of(bucket), Set.of(), Optional.empty()));
    }

    private static Batch append(Table table, int bucket, Optional<Commit.Epoch> epoch, long... numbers) {
        long write = store.beginWrite(table, false);
        EncodedBatch batch = Rows.encoded(write, 0, numbers);
        store.upload(table, bucket, batch.batch(), batch.columns());
        Commit.BucketChange added = Rows.added(bucket, batch.batch());
        store.commit(table, new Commit(write, 0, false, List.of(added), Set.of(), epoch));
        return batch.batch();
    }

    private static List<Batch> batches(Table table, int bucket) {
        return store.snapshot(table).buckets().get(bucket).batches();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("took too long").isLessThan(end);
            Thread.sleep(50);
        }
    }
}
