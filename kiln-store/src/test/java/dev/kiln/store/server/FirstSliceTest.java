package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.StoredBatch;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One locator and one server in processes of their own, spoken to as applications do. */
final class FirstSliceTest {
    @TempDir
    static Path directory;

    private static MemberProcess locator;
    private static MemberProcess server;
    private static Store store;

    @BeforeAll
    static void start() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        List<String> locators = List.of("127.0.0.1:" + port);
        long start = System.nanoTime();
        locator = MemberProcess.locator(directory.resolve("l"), "127.0.0.1", port, locators)
                .awaitReady();
        System.out.println("locator ready after " + (System.nanoTime() - start) / 1_000_000 + " ms");
        start = System.nanoTime();
        server = MemberProcess.server(directory.resolve("s"), "127.0.0.1", locators)
                .awaitReady();
        System.out.println("server ready after " + (System.nanoTime() - start) / 1_000_000 + " ms");
        store = Stores.connect(ClientSettings.of(locators.get(0)));
        store.createNamespace("db", Map.of("comment", "x"));
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
    void membersAreKnown() {
        assertThat(store.members()).extracting(Member::role).containsExactly(Member.Role.LOCATOR, Member.Role.SERVER);
        assertThat(store.members())
                .allSatisfy(member -> assertThat(member.port()).isPositive());
    }

    @Test
    void namespacesAndTablesAreMadeChangedAndDropped() {
        store.createNamespace("Other", Map.of());
        assertThat(store.namespaces()).contains("db", "other");
        refused(StoreCondition.NAMESPACE_ALREADY_EXISTS, () -> store.createNamespace("OTHER", Map.of()));
        assertThat(store.namespace("db")).isEqualTo(Map.of("comment", "x"));
        store.alterNamespace("other", Map.of("a", "b"));
        assertThat(store.namespace("other")).isEqualTo(Map.of("a", "b"));

        var spec = Rows.spec("made", 4, 0, Persistence.ASYNC);
        Table table = store.create(spec);
        assertThat(table.spec()).isEqualTo(spec);
        assertThat(store.table(spec.name())).isEqualTo(table);
        refused(StoreCondition.TABLE_ALREADY_EXISTS, () -> store.create(spec));
        refused(StoreCondition.NAMESPACE_NOT_EMPTY, () -> store.dropNamespace("db", Store.DropBehavior.RESTRICT));

        var moved = Rows.spec("renamed", 4, 0, Persistence.ASYNC);
        Table altered = store.alter(table, moved);
        assertThat(altered.schemaVersion()).isEqualTo(2);
        assertThat(altered.id()).isEqualTo(table.id());
        refused(StoreCondition.TABLE_CHANGED, () -> store.alter(table, Rows.spec("third", 4, 0, Persistence.ASYNC)));
        refused(StoreCondition.TABLE_NOT_FOUND, () -> store.table(spec.name()));
        assertThat(store.tables("db")).contains(moved.name());

        Table old = store.create(spec);
        Table replacing = store.replace(altered, spec);
        assertThat(replacing.id()).isEqualTo(altered.id());
        assertThat(store.replace(altered, spec)).isEqualTo(replacing);
        assertThat(store.table(spec.name())).isEqualTo(replacing);
        refused(StoreCondition.TABLE_CHANGED, () -> store.snapshot(old));
        assertThat(store.replace(replacing, moved).spec()).isEqualTo(moved);
        refused(StoreCondition.TABLE_NOT_FOUND, () -> store.table(spec.name()));

        store.drop(moved.name());
        refused(StoreCondition.TABLE_NOT_FOUND, () -> store.drop(moved.name()));
        refused(StoreCondition.TABLE_NOT_FOUND, () -> store.snapshot(altered));
        refused(StoreCondition.NAMESPACE_NOT_FOUND, () -> store.table(new TableName("none", "t")));
        store.dropNamespace("other", Store.DropBehavior.CASCADE);
        refused(StoreCondition.NAMESPACE_NOT_FOUND, () -> store.namespace("other"));
    }

    @Test
    void whatIsCommittedIsReadAsItWasWritten() {
        for (Persistence persistence : Persistence.values()) {
            Table table = store.create(Rows.spec("t" + persistence, 4, 1, persistence));
            long write = store.beginWrite(table, false);
            // The second column is longer than a piece.
            List<byte[]> columns = List.of(random(1000), random(9_000_001));
            Batch batch = Rows.batch(write, 7, 10, columns);
            store.upload(table, 3, batch, columns);
            store.upload(table, 3, batch, columns);
            assertThat(store.snapshot(table).version()).isZero();
            assertThat(store.snapshot(table).buckets())
                    .allSatisfy(bucket -> assertThat(bucket.batches()).isEmpty());

            Commit commit = Rows.append(write, 0, 3, batch);
            long version = store.commit(table, commit);
            assertThat(store.commit(table, commit)).isEqualTo(version);
            Snapshot snapshot = store.snapshot(table);
            assertThat(snapshot.version()).isEqualTo(version);
            assertThat(snapshot.table()).isEqualTo(table);
            assertThat(snapshot.buckets().get(3).batches()).containsExactly(batch);
            assertThat(snapshot.buckets().get(3).changed()).isEqualTo(version);
            assertThat(snapshot.buckets().get(0).batches()).isEmpty();

            StoredBatch read = store.read(table, 3, batch.id(), List.of(1, 5, 0), Optional.empty(), "127.0.0.1");
            assertThat(read.columns().get(0).orElseThrow()).isEqualTo(columns.get(1));
            assertThat(read.columns().get(1)).isEmpty();
            assertThat(read.columns().get(2).orElseThrow()).isEqualTo(columns.get(0));
            assertThat(read.servedBy().role()).isEqualTo(Member.Role.SERVER);
            assertThat(store.owners(table).owners()).hasSize(4).allSatisfy(owners -> assertThat(owners)
                    .extracting(Member::id)
                    .containsExactly(read.servedBy().id()));
        }
    }

    @Test
    void rowsAreDeletedAndReplacedAndOthersWritesAreNotLost() {
        Table table = store.create(Rows.spec("changes", 2, 0, Persistence.ASYNC));
        List<byte[]> columns = List.of(random(10), random(20));
        long first = store.beginWrite(table, false);
        Batch batch = Rows.batch(first, 0, 5, columns);
        store.upload(table, 0, batch, columns);
        long base = store.commit(table, Rows.append(first, 0, 0, batch));

        long one = store.beginWrite(table, true);
        long two = store.beginWrite(table, true);
        long three = store.beginWrite(table, true);
        Batch.Deletes list = new Batch.Deletes(new BatchId(one, 1), 2);
        Batch.Deletes other = new Batch.Deletes(new BatchId(two, 1), 3);
        store.uploadDeletes(table, 0, batch.id(), list, new byte[] {1, 2});
        store.uploadDeletes(table, 0, batch.id(), other, new byte[] {3, 4, 5});
        Commit deletes = change(one, base, new Commit.DeletedRows(batch.id(), Optional.empty(), list));
        long after = store.commit(table, deletes);
        Batch live = store.snapshot(table).buckets().get(0).batches().get(0);
        assertThat(live.liveRows()).isEqualTo(3);
        assertThat(store.read(table, 0, batch.id(), List.of(0), live.deletes(), "")
                        .deletes()
                        .orElseThrow())
                .containsExactly(1, 2);

        refused(
                StoreCondition.COMMIT_CONFLICT,
                () -> store.commit(
                        table, change(two, base, new Commit.DeletedRows(batch.id(), Optional.empty(), other))));
        // Whoever rewrites the batch as it was would bring deleted rows back.
        Commit.BucketChange replaced = new Commit.BucketChange(0, List.of(), List.of(batch.id()), List.of());
        refused(
                StoreCondition.COMMIT_CONFLICT,
                () -> store.commit(
                        table, new Commit(three, base, false, List.of(replaced), Set.of(), Optional.empty())));
        refused(
                StoreCondition.COMMIT_CONFLICT,
                () -> store.commit(table, new Commit(three, base, false, List.of(), Set.of(0), Optional.empty())));
        assertThat(store.snapshot(table).version()).isEqualTo(after);
        long last =
                store.commit(table, new Commit(three, after, false, List.of(replaced), Set.of(0, 1), Optional.empty()));
        assertThat(last).isEqualTo(after + 1);
        assertThat(store.snapshot(table).buckets().get(0).batches()).isEmpty();
    }

    private static Commit change(long write, long base, Commit.DeletedRows rows) {
        return new Commit(
                write,
                base,
                false,
                List.of(new Commit.BucketChange(0, List.of(), List.of(), List.of(rows))),
                Set.of(),
                Optional.empty());
    }

    @Test
    void everythingIsReplacedAtOnceAndStreamsGoOnWhereTheyWere() {
        Table table = store.create(Rows.spec("overwritten", 2, 0, Persistence.NONE));
        List<byte[]> columns = List.of(random(10), random(20));
        for (int bucket = 0; bucket < 2; bucket++) {
            long write = store.beginWrite(table, false);
            Batch batch = Rows.batch(write, 0, 5, columns);
            store.upload(table, bucket, batch, columns);
            store.commit(table, Rows.append(write, 0, bucket, batch));
        }
        long write = store.beginWrite(table, false);
        Batch batch = Rows.batch(write, 0, 1, columns);
        store.upload(table, 1, batch, columns);
        Optional<Commit.Epoch> epoch = Optional.of(new Commit.Epoch("stream", 5));
        long version = store.commit(table, new Commit(write, 0, true, List.of(Rows.added(1, batch)), Set.of(), epoch));
        assertThat(store.snapshot(table).buckets().get(0).batches()).isEmpty();
        assertThat(store.snapshot(table).buckets().get(1).batches()).containsExactly(batch);
        assertThat(store.lastEpoch(table, "stream")).contains(5L);
        assertThat(store.lastEpoch(table, "other")).isEmpty();

        long again = store.beginWrite(table, false);
        Batch twice = Rows.batch(again, 0, 1, columns);
        store.upload(table, 1, twice, columns);
        assertThat(store.commit(table, new Commit(again, 0, false, List.of(Rows.added(1, twice)), Set.of(), epoch)))
                .isEqualTo(version);
        assertThat(store.snapshot(table).buckets().get(1).batches()).containsExactly(batch);
    }

    @Test
    void writesThatHaveEndedAreOver() {
        Table table = store.create(Rows.spec("aborted", 2, 0, Persistence.ASYNC));
        List<byte[]> columns = List.of(random(10), random(20));
        long write = store.beginWrite(table, false);
        store.keepAlive(write);
        Batch batch = Rows.batch(write, 0, 5, columns);
        store.upload(table, 0, batch, columns);
        store.abort(table, write);
        store.abort(table, write);
        refused(StoreCondition.WRITE_EXPIRED, () -> store.commit(table, Rows.append(write, 0, 0, batch)));
        refused(StoreCondition.WRITE_EXPIRED, () -> store.upload(table, 0, batch, columns));
        refused(StoreCondition.WRITE_EXPIRED, () -> store.keepAlive(write));
        assertThat(store.snapshot(table).version()).isZero();
        refused(
                StoreCondition.CORRUPT_BATCH,
                () -> store.upload(
                        table,
                        0,
                        Rows.batch(store.beginWrite(table, false), 0, 5, columns),
                        List.of(random(10), random(20))));
    }

    private static void refused(StoreCondition condition, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.condition())
                .as(e.toString())
                .isEqualTo(condition));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random().nextBytes(bytes);
        return bytes;
    }
}
