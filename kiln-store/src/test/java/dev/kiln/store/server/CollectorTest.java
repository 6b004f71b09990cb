package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no snapshot has goes after a while, and nothing else does. */
final class CollectorTest {
    private static final MemberSettings.Times SHORT = new MemberSettings.Times(
            Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(2));

    @TempDir
    Path directory;

    @Test
    void whatNobodyCanSeeAnyMoreIsRemoved() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        List<String> locators = List.of("127.0.0.1:" + port);
        try (MemberProcess locator = MemberProcess.start(settings(Member.Role.LOCATOR, port, locators));
                MemberProcess server = MemberProcess.start(settings(Member.Role.SERVER, 0, locators))) {
            locator.awaitReady();
            server.awaitReady();
            try (Store store = Stores.connect(ClientSettings.of(locators.get(0)))) {
                store.createNamespace("db", Map.of());
                Table table = store.create(Rows.spec("t", 2, 0, Persistence.ASYNC));
                BatchId kept = committed(store, table, List.of()).id();
                BatchId replaced = committed(store, table, List.of()).id();
                long write = store.beginWrite(table, false);
                BatchId expired = upload(store, table, write).id();
                committed(store, table, List.of(replaced));

                // A snapshot from before can be read for a while.
                assertThat(read(store, table, replaced)).isTrue();
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (read(store, table, replaced) || read(store, table, expired)) {
                    assertThat(System.nanoTime()).as("took too long").isLessThan(end);
                    Thread.sleep(200);
                }
                assertThat(read(store, table, kept)).isTrue();
                fillAndEmpty(store);
                dropWhatNobodyCompleted(store);
                assertThatThrownBy(() ->
                                store.commit(table, new Commit(write, 0, false, List.of(), Set.of(), Optional.empty())))
                        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.condition())
                                .isEqualTo(StoreCondition.WRITE_EXPIRED));
            }
        }
    }

    /** A server that is full refuses what is too much, and takes more when some has gone. */
    private static void fillAndEmpty(Store store) throws InterruptedException {
        Table table = store.create(Rows.spec("full", 2, 0, Persistence.NONE));
        long write = store.beginWrite(table, false);
        List<byte[]> columns = List.of(new byte[3 << 20], new byte[3 << 20]);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        store.upload(table, i % 2, Rows.batch(write, i, 1, columns), columns);
                    }
                })
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.condition()).isEqualTo(StoreCondition.STORE_FULL));
        store.drop(table.spec().name());
        store.abort(table, write);
        Table next = store.create(Rows.spec("next", 2, 0, Persistence.NONE));
        long second = store.beginWrite(next, false);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                store.upload(next, 0, Rows.batch(second, 0, 1, columns), columns);
                return;
            } catch (StoreException e) {
                assertThat(System.nanoTime()).as(e.toString()).isLessThan(end);
                store.keepAlive(second);
                Thread.sleep(200);
            }
        }
    }

    /** Tables that were being filled by somebody who has gone. */
    private static void dropWhatNobodyCompleted(Store store) throws InterruptedException {
        TableSpec spec = Rows.spec("any", 2, 0, Persistence.ASYNC);
        Table written = store.create(Rows.named(spec, "written", Map.of(TableSpec.UNTIL, "2000")));
        long write = store.beginWrite(written, false);
        long later = System.currentTimeMillis() + 1_000_000;
        store.create(Rows.named(spec, "later", Map.of(TableSpec.UNTIL, Long.toString(later))));
        store.create(Rows.named(spec, "over", Map.of(TableSpec.UNTIL, "2000")));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (store.tables("db").stream().anyMatch(name -> name.name().equals("over"))) {
            assertThat(System.nanoTime()).as("took too long").isLessThan(end);
            store.keepAlive(write);
            Thread.sleep(200);
        }
        assertThat(store.tables("db")).extracting(TableName::name).contains("written", "later");
    }

    private MemberSettings settings(Member.Role role, int port, List<String> locators) {
        return new MemberSettings(
                role, directory.resolve(role.name()), "127.0.0.1", port, locators, 128L << 20, Optional.empty(), SHORT);
    }

    private static Batch committed(Store store, Table table, List<BatchId> removed) {
        long base = store.snapshot(table).version();
        long write = store.beginWrite(table, false);
        Batch batch = upload(store, table, write);
        Commit.BucketChange change = new Commit.BucketChange(0, List.of(batch), removed, List.of());
        store.commit(table, new Commit(write, base, false, List.of(change), Set.of(), Optional.empty()));
        return batch;
    }

    private static Batch upload(Store store, Table table, long write) {
        List<byte[]> columns = List.of(new byte[10], new byte[20]);
        Batch batch = Rows.batch(write, 0, 1, columns);
        store.upload(table, 0, batch, columns);
        return batch;
    }

    private static boolean read(Store store, Table table, BatchId batch) {
        try {
            return store.read(table, 0, batch, List.of(0), Optional.empty(), "")
                    .columns()
                    .get(0)
                    .isPresent();
        } catch (StoreException e) {
            assertThat(e.condition()).as(e.toString()).isEqualTo(StoreCondition.SNAPSHOT_EXPIRED);
            return false;
        }
    }
}
