package dev.kiln.store.server;

import dev.kiln.store.server.row.RowTables;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Table;
import dev.kiln.store.wire.RecordCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.cache.Cache;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.query.ScanQuery;

/**
 * Removes what no snapshot has: batches of writes that were given up or repeated, what commits have replaced, and what is
 * left of tables that were dropped. Every server looks through what it holds the first copy of; what is found unneeded for as
 * long as snapshots are kept goes. For one thread.
 */
final class Collector {
    /** Of what one round removes, so that it is never in the way for long. */
    private static final int MOST_OF_A_ROUND = 2000;

    /** Much longer than {@link Commits} may take from storing a list of batches to making it visible. */
    private static final Duration LEAST_FOR_MANIFESTS = Duration.ofMinutes(5);

    private final Ignite ignite;
    private final Caches caches;
    private final Catalog catalog;
    private final Commits commits;
    private final Writes writes;
    private final RowTables rows;
    private final Duration retention;
    private final LongSupplier clock;
    /** Since when something has been found unneeded, by the cache and the key. */
    private final Map<Found, Long> unneeded = new HashMap<>();

    Collector(
            Ignite ignite,
            Caches caches,
            Catalog catalog,
            Commits commits,
            Writes writes,
            RowTables rows,
            Duration retention,
            LongSupplier clock) {
        this.ignite = ignite;
        this.caches = caches;
        this.catalog = catalog;
        this.commits = commits;
        this.writes = writes;
        this.rows = rows;
        this.retention = retention;
        this.clock = clock;
    }

    private record Found(String cache, Object key) {}

    void collect() {
        if (ignite.cluster().forPredicate(new OnServers()).forOldest().node().isLocal()) {
            writes.expire();
        }
        Set<Found> seen = new HashSet<>();
        if (ignite.cluster().forPredicate(new OnServers()).forOldest().node().isLocal()) {
            rows.left(id -> catalog.table(id).isPresent()).stream()
                    .filter(id -> isDue(new Found("rows", id), seen, retention))
                    .forEach(rows::remove);
        }
        for (String name : caches.batchesNames()) {
            batches(name, seen);
        }
        for (boolean durable : new boolean[] {true, false}) {
            manifests(caches.manifests(durable), seen);
        }
        unneeded.keySet().retainAll(seen);
    }

    // --- batches

    private void batches(String name, Set<Found> seen) {
        IgniteCache<BatchKey, byte[]> batches = caches.batchesNamed(name);
        Map<Long, List<BatchKey>> byTable = new HashMap<>();
        for (BatchKey key : primaryKeys(batches)) {
            byTable.computeIfAbsent(key.table(), id -> new ArrayList<>()).add(key);
        }
        List<BatchKey> due = new ArrayList<>();
        byTable.forEach((id, keys) -> {
            // First who may still commit, then what is committed: what is in neither is in no snapshot to come.
            Map<Long, Boolean> open = new HashMap<>();
            keys.forEach(key -> open.computeIfAbsent(key.id().write(), this::isOpen));
            Optional<Set<BatchId>> live = catalog.table(id).map(this::live).orElse(Optional.of(Set.of()));
            live.ifPresent(ids -> keys.stream()
                    .filter(key -> !open.get(key.id().write()) && !ids.contains(key.id()))
                    .filter(key -> isDue(new Found(name, key), seen, retention))
                    .forEach(due::add));
        });
        due.stream().limit(MOST_OF_A_ROUND).forEach(key -> remove(batches, caches.piecesBeside(name), key));
    }

    private boolean isOpen(long write) {
        return writes.find(write).map(one -> one.state() == Writes.State.OPEN).orElse(false);
    }

    /** @return nothing if commits came in between */
    private Optional<Set<BatchId>> live(Table table) {
        return commits.manifests(table, commits.head(table)).map(manifests -> {
            Set<BatchId> ids = new HashSet<>();
            manifests.forEach(manifest -> manifest.entries().forEach(entry -> {
                ids.add(entry.batch().id());
                entry.batch().deletes().map(Batch.Deletes::list).ifPresent(ids::add);
            }));
            return ids;
        });
    }

    private static void remove(
            IgniteCache<BatchKey, byte[]> batches, IgniteCache<PieceKey, byte[]> pieces, BatchKey key) {
        byte[] described = batches.get(key);
        if (described == null) {
            return;
        }
        Set<PieceKey> keys = new HashSet<>();
        RecordCodec.read(Pieces.class, described).parts().forEach(part -> keys.addAll(part.keys(key)));
        pieces.removeAll(keys);
        // Last, so that a round that is cut off here is finished by a later one.
        batches.remove(key);
    }

    // --- lists of batches

    private void manifests(IgniteCache<String, byte[]> cache, Set<Found> seen) {
        Map<Long, List<String>> byTable = new HashMap<>();
        for (String key : primaryKeys(cache)) {
            byTable.computeIfAbsent(Long.valueOf(key.substring(0, key.indexOf('/'))), id -> new ArrayList<>())
                    .add(key);
        }
        Set<String> due = new HashSet<>();
        Duration forManifests = retention.compareTo(LEAST_FOR_MANIFESTS) < 0 ? LEAST_FOR_MANIFESTS : retention;
        byTable.forEach((id, keys) -> {
            Set<String> live = new HashSet<>();
            catalog.table(id).ifPresent(table -> {
                Head head = commits.head(table);
                for (int bucket = 0; bucket < head.buckets().size(); bucket++) {
                    live.add(Head.manifestKey(
                            id, bucket, head.buckets().get(bucket).manifest()));
                }
            });
            keys.stream()
                    .filter(key -> !live.contains(key))
                    .filter(key -> isDue(new Found(cache.getName(), key), seen, forManifests))
                    .limit(MOST_OF_A_ROUND)
                    .forEach(due::add);
        });
        if (!due.isEmpty()) {
            cache.removeAll(due);
        }
    }

    private boolean isDue(Found found, Set<Found> seen, Duration longest) {
        seen.add(found);
        long now = clock.getAsLong();
        return now - unneeded.computeIfAbsent(found, key -> now) > longest.toMillis();
    }

    /** The keys of which this server has the first copy. */
    private <K> List<K> primaryKeys(IgniteCache<K, byte[]> cache) {
        List<K> keys = new ArrayList<>();
        var affinity = ignite.<K>affinity(cache.getName());
        var here = ignite.cluster().localNode();
        try (var entries = cache.query(new ScanQuery<K, byte[]>().setLocal(true))) {
            for (Cache.Entry<K, byte[]> entry : entries) {
                if (affinity.isPrimary(here, entry.getKey())) {
                    keys.add(entry.getKey());
                }
            }
        }
        return keys;
    }
}
