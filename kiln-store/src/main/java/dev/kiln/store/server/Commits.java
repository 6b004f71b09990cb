package dev.kiln.store.server;

import dev.kiln.store.StoreException;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import dev.kiln.store.wire.RecordCodec;
import dev.kiln.store.wire.Request.TableRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.ignite.IgniteCache;
import org.jspecify.annotations.Nullable;

/**
 * Heads of tables: snapshots, and the commits that change them. A commit stores the new lists of its buckets' batches under
 * numbers that nobody knows yet, and then replaces the head if it is still the one that the lists were made from. Safe for
 * use by several threads and members.
 */
final class Commits {
    private static final String PREFIX = "head/";
    private static final int ATTEMPTS = 200;
    private static final int STRIPES = 64;
    /** From storing lists of batches to making them visible; the collector waits much longer. */
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Caches caches;
    private final Transactions transactions;
    private final Numbers numbers;
    private final Catalog catalog;
    private final Writes writes;
    private final Disks disks;
    private final LongSupplier clock;
    /** Clients send the commits of one table to one member, where they wait for one another here. */
    private final Object[] stripes = new Object[STRIPES];

    Commits(
            Caches caches,
            Transactions transactions,
            Numbers numbers,
            Catalog catalog,
            Writes writes,
            Disks disks,
            LongSupplier clock) {
        this.caches = caches;
        this.transactions = transactions;
        this.numbers = numbers;
        this.catalog = catalog;
        this.writes = writes;
        this.disks = disks;
        this.clock = clock;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    Cells<Head> heads(Table table) {
        return new Cells<>(caches.state(Caches.isDurable(table.spec())), PREFIX, Head.class);
    }

    Head head(Table table) {
        return heads(table).get(table.id()).orElseGet(() -> Head.empty(buckets(table)));
    }

    /** What is visible of a table that was dropped goes. */
    void forget(Table table) {
        heads(table).remove(table.id());
    }

    private static int buckets(Table table) {
        return Caches.buckets(table.spec());
    }

    Optional<Long> lastEpoch(Table table, String stream) {
        return Optional.ofNullable(head(table).epochs().get(stream));
    }

    // --- snapshots

    Snapshot snapshot(Table table) {
        for (int attempt = 1; ; attempt++) {
            Head head = head(table);
            Optional<List<Head.Manifest>> manifests = manifests(table, head);
            if (manifests.isPresent()) {
                List<Snapshot.Bucket> buckets = new ArrayList<>();
                for (int i = 0; i < head.buckets().size(); i++) {
                    buckets.add(new Snapshot.Bucket(
                            head.buckets().get(i).changed(),
                            manifests.get().get(i).entries().stream()
                                    .map(Head.Entry::batch)
                                    .toList()));
                }
                return new Snapshot(table, head.version(), buckets);
            }
            pause(attempt, "the table " + table.spec().name() + " changes too quickly");
        }
    }

    /** @return nothing if later commits have replaced some of them, and they were collected */
    Optional<List<Head.Manifest>> manifests(Table table, Head head) {
        Set<String> keys = new HashSet<>();
        for (int bucket = 0; bucket < head.buckets().size(); bucket++) {
            long manifest = head.buckets().get(bucket).manifest();
            if (manifest != 0) {
                keys.add(Head.manifestKey(table.id(), bucket, manifest));
            }
        }
        Map<String, byte[]> found =
                caches.manifests(Caches.isDurable(table.spec())).getAll(keys);
        List<Head.Manifest> manifests = new ArrayList<>();
        for (int bucket = 0; bucket < head.buckets().size(); bucket++) {
            long manifest = head.buckets().get(bucket).manifest();
            byte @Nullable [] bytes = found.get(Head.manifestKey(table.id(), bucket, manifest));
            if (manifest != 0 && bytes == null) {
                return Optional.empty();
            }
            manifests.add(bytes == null ? Head.Manifest.EMPTY : RecordCodec.read(Head.Manifest.class, bytes));
        }
        return Optional.of(manifests);
    }

    private static void pause(int attempt, String why) {
        if (attempt == ATTEMPTS) {
            throw Failures.unavailable(why);
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L * Math.min(attempt, 20)) + 100_000);
    }

    // --- commits

    long commit(TableRef ref, Commit commit) {
        Optional<Long> done = outcome(commit.write());
        if (done.isPresent()) {
            return done.get();
        }
        Table table = catalog.table(ref);
        synchronized (stripe(table)) {
            return commit(ref, table, commit);
        }
    }

    private Object stripe(Table table) {
        return stripes[(int) Math.floorMod(table.id(), (long) STRIPES)];
    }

    /**
     * The version that a write was committed as, if it was.
     *
     * @throws StoreException {@code WRITE_EXPIRED} if it was given up
     */
    Optional<Long> outcome(long write) {
        Optional<Writes.Write> found = writes.find(write);
        if (found.isEmpty() || found.get().state() == Writes.State.GIVEN_UP) {
            throw Failures.writeExpired(write);
        }
        return found.filter(one -> one.state() == Writes.State.COMMITTED).map(Writes.Write::version);
    }

    private long commit(TableRef ref, Table table, Commit commit) {
        for (int attempt = 1; ; attempt++) {
            long start = System.nanoTime();
            Head head = head(table);
            boolean repeated = commit.epoch()
                    .map(epoch -> head.epochs().getOrDefault(epoch.stream(), Long.MIN_VALUE) >= epoch.number())
                    .orElse(false);
            Optional<Head> next = repeated ? Optional.of(head) : attempt(table, head, commit);
            Optional<Long> version = next.flatMap(
                    found -> transactions.run(() -> replace(ref, table, commit.write(), head, found, start)));
            if (version.isPresent()) {
                if (table.spec().persistence() == Persistence.SYNC) {
                    disks.force();
                }
                return version.get();
            }
            pause(attempt, "too many others write to " + table.spec().name());
        }
    }

    private Optional<Head> attempt(Table table, Head head, Commit commit) {
        try {
            return prepare(table, head, commit);
        } catch (StoreException e) {
            // The same commit, sent again, may have been made by another member since: then it is in its own way.
            if (outcome(commit.write()).isPresent()) {
                return Optional.of(head);
            }
            throw e;
        }
    }

    /**
     * Within a transaction.
     *
     * @return nothing if the head isn't the expected one any more
     */
    private Optional<Long> replace(TableRef ref, Table table, long write, Head expected, Head next, long start) {
        boolean durable = Caches.isDurable(table.spec());
        Table now = catalog.table(ref);
        if (now.schemaVersion() != ref.schemaVersion()) {
            throw Failures.tableChanged(ref.name());
        }
        Head current = head(table);
        Writes.Write entry = writes.cells(durable)
                .get(write)
                .filter(one -> one.table() == table.id())
                .orElseThrow(() -> Failures.writeExpired(write));
        switch (entry.state()) {
            case COMMITTED:
                return Optional.of(entry.version());
            case GIVEN_UP:
                throw Failures.writeExpired(write);
            case OPEN:
                break;
        }
        if (!current.equals(expected) || System.nanoTime() - start > LONGEST_NANOS) {
            return Optional.empty();
        }
        if (!next.equals(expected)) {
            heads(table).put(table.id(), next);
        }
        writes.cells(durable).put(write, entry.ended(Writes.State.COMMITTED, next.version(), clock.getAsLong()));
        return Optional.of(next.version());
    }

    /** @return nothing if the head was replaced meanwhile */
    private Optional<Head> prepare(Table table, Head head, Commit commit) {
        // A table that lost its head with its servers starts behind every version that a client may still know.
        boolean forgotten = head.version() == 0 && !Caches.isDurable(table.spec());
        long version = forgotten ? clock.getAsLong() : head.version() + 1;
        List<Head.Bucket> buckets = new ArrayList<>(head.buckets());
        checkDependencies(table, head, commit);
        if (commit.replacesAll()) {
            for (int i = 0; i < buckets.size(); i++) {
                if (buckets.get(i).manifest() != 0) {
                    buckets.set(i, new Head.Bucket(version, 0));
                }
            }
        }
        Map<String, byte[]> added = new HashMap<>();
        for (Commit.BucketChange change : commit.changes()) {
            int bucket = change.bucket();
            checkBucket(head, bucket);
            Optional<Head.Manifest> old =
                    manifest(table, bucket, buckets.get(bucket).manifest());
            if (old.isEmpty()) {
                return Optional.empty();
            }
            Head.Manifest changed =
                    new ManifestChange(table.spec().name(), commit.base(), version).apply(old.get(), change);
            long number = changed.entries().isEmpty() ? 0 : numbers.next();
            if (number != 0) {
                added.put(
                        Head.manifestKey(table.id(), bucket, number), RecordCodec.write(Head.Manifest.class, changed));
            }
            buckets.set(bucket, new Head.Bucket(version, number));
        }
        IgniteCache<String, byte[]> manifests = caches.manifests(Caches.isDurable(table.spec()));
        if (!added.isEmpty()) {
            manifests.putAll(added);
        }
        Map<String, Long> epochs = new HashMap<>(head.epochs());
        commit.epoch().ifPresent(epoch -> epochs.put(epoch.stream(), epoch.number()));
        return Optional.of(new Head(version, List.copyOf(buckets), Map.copyOf(epochs)));
    }

    // --- the same rows in other batches

    /**
     * Commits batches in the place of others that have the same rows, which nobody can tell from the rows. Those whose
     * old batches were changed meanwhile are left out.
     *
     * @param write uploaded the new batches
     * @return whether something was committed; otherwise the write is open still
     */
    boolean rewrite(Table table, long write, List<Rewrite> rewrites) {
        if (Caches.isDurable(table.spec())) {
            // Rows that outlived a loss of power don't depend on bytes that might not.
            disks.force();
        }
        synchronized (stripe(table)) {
            for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
                long start = System.nanoTime();
                Head head = head(table);
                Optional<Head> next = rewritten(table, head, rewrites);
                if (next.isEmpty() || writes.hasRowLevel(table)) {
                    return false;
                }
                Optional<Long> version = transactions.run(() -> writes.hasRowLevel(table)
                        ? Optional.empty()
                        : replace(TableRef.of(table), table, write, head, next.get(), start));
                if (version.isPresent()) {
                    return true;
                }
                pause(attempt, "too many others write to " + table.spec().name());
            }
        }
        return false;
    }

    private Optional<Head> rewritten(Table table, Head head, List<Rewrite> rewrites) {
        long version = head.version() + 1;
        List<Head.Bucket> buckets = new ArrayList<>(head.buckets());
        Map<String, byte[]> added = new HashMap<>();
        for (Rewrite rewrite : rewrites) {
            int bucket = rewrite.bucket();
            Head.Bucket old = head.buckets().get(bucket);
            manifest(table, bucket, old.manifest())
                    .flatMap(manifest -> rewrite.of(manifest, version))
                    .ifPresent(changed -> {
                        long number = numbers.next();
                        added.put(
                                Head.manifestKey(table.id(), bucket, number),
                                RecordCodec.write(Head.Manifest.class, changed));
                        buckets.set(bucket, new Head.Bucket(old.changed(), number));
                    });
        }
        if (added.isEmpty()) {
            return Optional.empty();
        }
        caches.manifests(Caches.isDurable(table.spec())).putAll(added);
        return Optional.of(new Head(version, List.copyOf(buckets), head.epochs()));
    }

    private static void checkDependencies(Table table, Head head, Commit commit) {
        if (commit.base() > head.version()) {
            throw Failures.conflict(table.spec().name(), 0, "the table was emptied");
        }
        for (int bucket : commit.dependsOn()) {
            checkBucket(head, bucket);
            if (head.buckets().get(bucket).changed() > commit.base()) {
                throw Failures.conflict(table.spec().name(), bucket, "rows that this write depends on have changed");
            }
        }
    }

    private static void checkBucket(Head head, int bucket) {
        if (bucket < 0 || bucket >= head.buckets().size()) {
            throw new IllegalArgumentException("There is no bucket " + bucket);
        }
    }

    private Optional<Head.Manifest> manifest(Table table, int bucket, long number) {
        if (number == 0) {
            return Optional.of(Head.Manifest.EMPTY);
        }
        byte @Nullable [] bytes =
                caches.manifests(Caches.isDurable(table.spec())).get(Head.manifestKey(table.id(), bucket, number));
        return bytes == null ? Optional.empty() : Optional.of(RecordCodec.read(Head.Manifest.class, bytes));
    }
}
