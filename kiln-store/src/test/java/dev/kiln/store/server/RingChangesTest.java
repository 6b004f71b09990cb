package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.StoreReport;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that come, go and stay away, in processes of their own. */
final class RingChangesTest {
    private static final int BUCKETS = 8;

    @TempDir
    Path directory;

    private final List<MemberProcess> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(MemberProcess::close);
    }

    @Test
    void bucketsMoveToServersThatJoinAreCopiedWhenOneDiesAndAreNamedWhenLost() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        List<String> locators = List.of("127.0.0.1:" + port);
        started(MemberProcess.locator(directory.resolve("l"), "127.0.0.1", port, locators));
        started(MemberProcess.server(directory.resolve("s1"), "127.0.0.1", locators));
        ClientSettings settings = new ClientSettings(locators, Duration.ofSeconds(8), "127.0.0.1");
        try (Store store = Stores.connect(settings)) {
            store.createNamespace("db", Map.of());
            Table copied = filled(store, Rows.spec("copied", BUCKETS, 1, Persistence.NONE));
            assertThat(hosts(store, copied)).containsOnly(List.of("127.0.0.1"));

            MemberProcess second = started(MemberProcess.server(directory.resolve("s2"), "127.0.0.2", locators));
            awaitUntil(() -> hosts(store, copied).stream().allMatch(owners -> owners.size() == 2));
            MemberProcess third = started(MemberProcess.server(directory.resolve("s3"), "127.0.0.3", locators));
            awaitUntil(() -> hosts(store, copied).stream().anyMatch(owners -> owners.contains("127.0.0.3")));
            readAll(store, copied);

            // Its rows are on others, so they are copied again without it.
            second.kill();
            awaitUntil(() -> hosts(store, copied).stream()
                    .allMatch(owners -> owners.size() == 2 && !owners.contains("127.0.0.2")));
            readAll(store, copied);

            // Whose rows nobody else has is waited for.
            Table single = filled(store, Rows.spec("single", BUCKETS, 0, Persistence.ASYNC));
            List<Integer> there = bucketsOn(store, single, "127.0.0.3");
            assertThat(there).isNotEmpty().hasSizeLessThan(BUCKETS);
            third.kill();
            awaitUntil(() -> !Stores.report(settings).lost().isEmpty());
            assertThat(Stores.report(settings).lost())
                    .containsExactly(new StoreReport.LostBuckets(single.spec().name(), there));
            assertThat(Stores.report(settings).missing()).containsExactly("127.0.0.3");
            Snapshot snapshot = store.snapshot(single);
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                if (there.contains(bucket)) {
                    lost(store, single, snapshot, bucket);
                } else {
                    read(store, single, snapshot, bucket);
                }
            }
            readAll(store, copied);

            started(third.again());
            awaitUntil(() -> Stores.report(settings).lost().isEmpty());
            readAll(store, single);
            assertThat(bucketsOn(store, single, "127.0.0.3")).isEqualTo(there);
        }
    }

    private MemberProcess started(MemberProcess member) throws Exception {
        started.add(member);
        return member.awaitReady();
    }

    private static List<List<String>> hosts(Store store, Table table) {
        return store.owners(table).owners().stream()
                .map(owners -> owners.stream().map(Member::host).toList())
                .toList();
    }

    private static List<Integer> bucketsOn(Store store, Table table, String host) {
        List<List<String>> hosts = hosts(store, table);
        List<Integer> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (hosts.get(bucket).contains(host)) {
                buckets.add(bucket);
            }
        }
        return buckets;
    }

    private static Table filled(Store store, dev.kiln.store.table.TableSpec spec) {
        Table table = store.create(spec);
        long write = store.beginWrite(table, false);
        List<Commit.BucketChange> changes = new ArrayList<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            List<byte[]> columns = List.of(new byte[] {(byte) bucket}, new byte[100]);
            Batch batch = Rows.batch(write, bucket, 3, columns);
            store.upload(table, bucket, batch, columns);
            changes.add(Rows.added(bucket, batch));
        }
        store.commit(table, new Commit(write, 0, false, changes, Set.of(), Optional.empty()));
        return table;
    }

    private static void readAll(Store store, Table table) {
        Snapshot snapshot = store.snapshot(table);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            read(store, table, snapshot, bucket);
        }
    }

    private static void read(Store store, Table table, Snapshot snapshot, int bucket) {
        Batch batch = snapshot.buckets().get(bucket).batches().get(0);
        var read = store.read(table, bucket, batch.id(), List.of(0), Optional.empty(), "127.0.0.1");
        assertThat(read.columns().get(0).orElseThrow()).containsExactly(bucket);
    }

    private static void lost(Store store, Table table, Snapshot snapshot, int bucket) {
        assertThatThrownBy(() -> read(store, table, snapshot, bucket))
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.condition()).as(e.toString()).isEqualTo(StoreCondition.BUCKETS_LOST);
                    assertThat(e.parameters())
                            .containsEntry("table", "db.single")
                            .containsEntry("buckets", String.valueOf(bucket));
                });
    }

    private static void awaitUntil(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("took too long");
            }
            Thread.sleep(50);
        }
    }
}
