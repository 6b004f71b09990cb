package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreException;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two locators and three servers on three addresses; members are killed while others write and batches are
 * compacted. With
 * {@code -Dkiln.store.rounds=200} it goes on for long.
 */
@Tag("store")
final class RingFaultsTest {
    private static final int BUCKETS = 8;
    private static final int ROUNDS = Integer.getInteger("kiln.store.rounds", 2);

    @TempDir
    Path directory;

    private final Map<String, MemberProcess> members = new ConcurrentHashMap<>();
    private final Random random = new Random(Long.getLong("kiln.store.seed", System.nanoTime()));

    @AfterEach
    void end() {
        members.values().forEach(MemberProcess::close);
    }

    @Test
    void whatWasAcknowledgedIsThereOnceAndNothingElseIs() throws Exception {
        int first = MemberProcess.freePort("127.0.0.1");
        int second = MemberProcess.freePort("127.0.0.2");
        List<String> locators = List.of("127.0.0.1:" + first, "127.0.0.2:" + second);
        members.put("l1", MemberProcess.locator(directory.resolve("l1"), "127.0.0.1", first, locators));
        members.get("l1").awaitReady();
        members.put("l2", MemberProcess.locator(directory.resolve("l2"), "127.0.0.2", second, locators));
        for (int i = 1; i <= 3; i++) {
            members.put("s" + i, MemberProcess.server(directory.resolve("s" + i), "127.0.0." + i, locators));
        }
        for (MemberProcess member : members.values()) {
            member.awaitReady();
        }
        ClientSettings settings = new ClientSettings(locators, Duration.ofSeconds(40), "127.0.0.1");
        try (Store store = Stores.connect(settings)) {
            store.createNamespace("db", Map.of());
            Table table = store.create(Rows.spec("t", BUCKETS, 1, Persistence.ASYNC));
            Table forgotten = store.create(Rows.spec("memory", BUCKETS, 1, Persistence.NONE));
            write(store, forgotten, new Outcomes());
            awaitUntil(() -> store.owners(table).owners().stream().allMatch(owners -> owners.size() == 2));
            spread(store, table);

            Outcomes outcomes = new Outcomes();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread writer = new Thread(() -> {
                    try (Store own = Stores.connect(settings)) {
                        while (!Thread.currentThread().isInterrupted() && !outcomes.over) {
                            write(own, table, outcomes);
                        }
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    }
                });
                writer.start();
                writers.add(writer);
            }
            for (int round = 0; round < ROUNDS; round++) {
                String name = round % 2 == 1 ? "l" + (1 + random.nextInt(2)) : "s" + (1 + random.nextInt(3));
                int before = outcomes.acknowledged.size();
                members.get(name).kill();
                awaitUntil(() -> outcomes.acknowledged.size() >= before + 5);
                members.put(name, members.get(name).again().awaitReady());
                awaitUntil(() -> store.owners(table).owners().stream().allMatch(owners -> owners.size() == 2));
                awaitUntil(() -> missing(store, table, outcomes).isEmpty());
            }
            outcomes.over = true;
            for (Thread writer : writers) {
                writer.join(60_000);
            }
            assertThat(failure.get()).isNull();
            check(store, table, outcomes);
            awaitUntil(() -> isCompacted(store, table));
            check(store, table, outcomes);

            restart(List.of("s1", "s2", "s3", "l1", "l2"));
            check(store, table, outcomes);
            assertThat(store.snapshot(forgotten).buckets())
                    .allSatisfy(bucket -> assertThat(bucket.batches()).isEmpty());
            write(store, forgotten, new Outcomes());
            write(store, table, outcomes);
            check(store, table, outcomes);
        }
    }

    /** Ends everything and starts it again. */
    private void restart(List<String> names) throws Exception {
        for (String name : names) {
            members.get(name).kill();
        }
        for (String name : names) {
            members.put(name, members.get(name).again());
        }
        for (String name : names) {
            members.get(name).awaitReady();
        }
    }

    /** Copies are on different machines, and every server has some. */
    private static void spread(Store store, Table table) {
        Set<String> hosts = new HashSet<>();
        for (List<Member> owners : store.owners(table).owners()) {
            assertThat(owners).extracting(Member::host).doesNotHaveDuplicates();
            owners.forEach(owner -> hosts.add(owner.host()));
        }
        assertThat(hosts).containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2", "127.0.0.3");
    }

    /** What writers know of their writes. */
    private static final class Outcomes {
        final Map<Long, List<Integer>> tried = new ConcurrentHashMap<>();
        final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
        final Set<Long> unknown = ConcurrentHashMap.newKeySet();
        volatile boolean over;
    }

    private static void write(Store store, Table table, Outcomes outcomes) {
        long write;
        try {
            write = store.beginWrite(table, false);
        } catch (StoreException e) {
            assertThat(e.condition().isRetryable()).as(e.toString()).isTrue();
            return;
        }
        List<Integer> buckets = List.of((int) (write % BUCKETS), (int) ((write + 3) % BUCKETS));
        outcomes.tried.put(write, buckets);
        try {
            List<Commit.BucketChange> changes = new ArrayList<>();
            for (int bucket : buckets) {
                EncodedBatch batch = Rows.encoded(write, bucket, write, write, write);
                store.upload(table, bucket, batch.batch(), batch.columns());
                changes.add(Rows.added(bucket, batch.batch()));
            }
            if (write % 5 == 0) {
                store.abort(table, write);
                return;
            }
            outcomes.unknown.add(write);
            store.commit(table, new Commit(write, 0, false, changes, Set.of(), Optional.empty()));
            outcomes.acknowledged.add(write);
            outcomes.unknown.remove(write);
        } catch (StoreException e) {
            assertThat(e.condition().isRetryable()).as(e.toString()).isTrue();
        }
    }

    private static Set<Long> missing(Store store, Table table, Outcomes outcomes) {
        Set<Long> missing = new HashSet<>(outcomes.acknowledged);
        missing.removeAll(visible(store, table).keySet());
        return missing;
    }

    /** By writes, the buckets in which there are rows of theirs: one entry for each row. */
    private static Map<Long, List<Integer>> visible(Store store, Table table) {
        Snapshot snapshot = store.snapshot(table);
        Map<Long, List<Integer>> visible = new HashMap<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            for (long write : Rows.read(store, snapshot, bucket)) {
                visible.computeIfAbsent(write, id -> new ArrayList<>()).add(bucket);
            }
        }
        return visible;
    }

    private static void check(Store store, Table table, Outcomes outcomes) {
        Map<Long, List<Integer>> visible = visible(store, table);
        assertThat(visible.keySet()).containsAll(outcomes.acknowledged);
        visible.forEach((write, buckets) -> {
            assertThat(outcomes.acknowledged.contains(write) || outcomes.unknown.contains(write))
                    .isTrue();
            List<Integer> expected = new ArrayList<>();
            Objects.requireNonNull(outcomes.tried.get(write)).forEach(bucket -> {
                for (int row = 0; row < 3; row++) {
                    expected.add(bucket);
                }
            });
            assertThat(buckets).as("rows of write %d", write).containsExactlyInAnyOrderElementsOf(expected);
        });
        System.out.println(outcomes.acknowledged.size() + " writes acknowledged, " + outcomes.unknown.size()
                + " with unknown end, " + visible.size() + " visible in "
                + store.snapshot(table).buckets().stream()
                        .mapToInt(bucket -> bucket.batches().size())
                        .sum()
                + " batches");
    }

    /** Writers left small batches alone, of which three of each of a few sizes may stay. */
    private static boolean isCompacted(Store store, Table table) {
        return store.snapshot(table).buckets().stream()
                .allMatch(bucket -> bucket.batches().size() < 16);
    }

    private static void awaitUntil(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (StoreException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("took too long");
            }
            Thread.sleep(50);
        }
    }
}
