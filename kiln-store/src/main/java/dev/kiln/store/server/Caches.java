package dev.kiln.store.server;

import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.TableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheRebalanceMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.apache.ignite.configuration.CacheConfiguration;

/** The caches that the store consists of. Safe for use by several threads. */
final class Caches {
    private static final String CATALOG = "catalog";
    private static final String STATE = "state-";
    private static final String MANIFESTS = "manifests-";
    private static final String BATCHES = "batches-";
    private static final String PIECES = "pieces-";
    /** Of replicated caches every server has all partitions; few are enough to spread work over threads. */
    private static final int REPLICATED_PARTITIONS = 8;

    private final Ignite ignite;

    Caches(Ignite ignite) {
        this.ignite = ignite;
    }

    /** Makes those that no table is needed for, if they aren't there. */
    @SuppressWarnings("rawtypes") // as Ignite's method has it
    void createReplicated() {
        List<CacheConfiguration> missing = new ArrayList<>();
        for (boolean durable : new boolean[] {true, false}) {
            missing.add(replicated(STATE + region(durable), durable, CacheAtomicityMode.TRANSACTIONAL));
            missing.add(replicated(MANIFESTS + region(durable), durable, CacheAtomicityMode.ATOMIC));
        }
        // The last one, because it says that all are there.
        missing.add(replicated(CATALOG, true, CacheAtomicityMode.TRANSACTIONAL));
        ignite.getOrCreateCaches(missing);
    }

    /** Those that only memory holds go with the last server, and have to be made again. */
    boolean hasReplicated() {
        Collection<String> there = ignite.cacheNames();
        return there.contains(CATALOG)
                && there.contains(STATE + region(false))
                && there.contains(MANIFESTS + region(false));
    }

    /** Makes those that hold a table's batches, if they aren't there. */
    @SuppressWarnings("rawtypes")
    void createFor(TableSpec spec) {
        String suffix = suffix(spec);
        if (ignite.cacheNames().containsAll(List.of(BATCHES + suffix, PIECES + suffix))) {
            return;
        }
        List<CacheConfiguration> missing = new ArrayList<>();
        missing.add(bucketed(BATCHES + suffix, spec));
        missing.add(bucketed(PIECES + suffix, spec));
        ignite.getOrCreateCaches(missing);
    }

    /** Namespaces and tables. */
    IgniteCache<String, byte[]> catalog() {
        return cache(CATALOG);
    }

    /** Heads of tables, and writes that are under way or have ended lately. */
    IgniteCache<String, byte[]> state(boolean durable) {
        return cache(STATE + region(durable));
    }

    IgniteCache<String, byte[]> manifests(boolean durable) {
        return cache(MANIFESTS + region(durable));
    }

    /** What batches there are, with the number of their pieces. */
    IgniteCache<BatchKey, byte[]> batches(TableSpec spec) {
        return made(BATCHES + suffix(spec), spec);
    }

    IgniteCache<PieceKey, byte[]> pieces(TableSpec spec) {
        return made(PIECES + suffix(spec), spec);
    }

    String piecesName(TableSpec spec) {
        return PIECES + suffix(spec);
    }

    /** A cache of which each server has as much as of a table. */
    IgniteCache<?, byte[]> placedLike(TableSpec spec) {
        return spec.placement() instanceof Placement.Bucketed ? pieces(spec) : state(isDurable(spec));
    }

    /** All that hold batches: the names of what {@link #batches} and {@link #pieces} return for some table. */
    List<String> bucketedNames() {
        return ignite.cacheNames().stream()
                .filter(name -> name.startsWith(BATCHES) || name.startsWith(PIECES))
                .toList();
    }

    List<String> batchesNames() {
        return ignite.cacheNames().stream()
                .filter(name -> name.startsWith(BATCHES))
                .toList();
    }

    IgniteCache<BatchKey, byte[]> batchesNamed(String name) {
        return cache(name);
    }

    IgniteCache<PieceKey, byte[]> piecesBeside(String batchesName) {
        return cache(PIECES + batchesName.substring(BATCHES.length()));
    }

    static boolean isDurable(String name) {
        return name.contains(RingConfiguration.DURABLE) || name.equals(CATALOG);
    }

    static boolean isDurable(TableSpec spec) {
        return spec.persistence() != Persistence.NONE;
    }

    /** Buckets of the caches in this collection whose copies are all gone. */
    boolean hasLost(Collection<String> names) {
        return names.stream()
                .anyMatch(name -> !ignite.cache(name).lostPartitions().isEmpty());
    }

    private <K> IgniteCache<K, byte[]> made(String name, TableSpec spec) {
        IgniteCache<K, byte[]> cache = ignite.cache(name);
        if (cache == null) {
            createFor(spec);
            return cache(name);
        }
        return cache;
    }

    private <K> IgniteCache<K, byte[]> cache(String name) {
        IgniteCache<K, byte[]> cache = ignite.cache(name);
        if (cache == null) {
            throw Failures.unavailable("the store is just being started");
        }
        return cache;
    }

    private static String region(boolean durable) {
        return durable ? RingConfiguration.DURABLE : RingConfiguration.MEMORY;
    }

    private static String suffix(TableSpec spec) {
        Placement.Bucketed placement = bucketed(spec);
        return region(isDurable(spec)) + "-" + placement.buckets() + "-" + placement.redundancy();
    }

    private static Placement.Bucketed bucketed(TableSpec spec) {
        if (spec.placement() instanceof Placement.Bucketed bucketed) {
            return bucketed;
        }
        // Only row tables are replicated: what is uploaded for them is in one bucket.
        return new Placement.Bucketed(List.of(), 1, 1, Optional.empty());
    }

    static int buckets(TableSpec spec) {
        return bucketed(spec).buckets();
    }

    /** What the cache of a row table has in common with all that is placed alike. */
    static CacheConfiguration<Object, Object> ofRows(TableSpec spec) {
        int partitions =
                spec.placement() instanceof Placement.Bucketed bucketed ? bucketed.buckets() : REPLICATED_PARTITIONS;
        return common("rows", isDurable(spec), new ZonedAffinity(partitions)).setCopyOnRead(true);
    }

    private static CacheConfiguration<?, ?> replicated(String name, boolean durable, CacheAtomicityMode mode) {
        return common(name, durable, new ZonedAffinity(REPLICATED_PARTITIONS))
                .setGroupName("replicated-" + mode.name().toLowerCase(Locale.ROOT) + "-" + region(durable))
                .setCacheMode(CacheMode.REPLICATED)
                .setAtomicityMode(mode)
                // A member sees what another has acknowledged to a client, without asking anybody.
                .setReadFromBackup(true);
    }

    private static CacheConfiguration<?, ?> bucketed(String name, TableSpec spec) {
        Placement.Bucketed placement = bucketed(spec);
        return common(name, isDurable(spec), new ZonedAffinity(placement.buckets()))
                .setGroupName("bucketed-" + suffix(spec))
                .setCacheMode(CacheMode.PARTITIONED)
                .setBackups(placement.redundancy())
                .setAtomicityMode(CacheAtomicityMode.ATOMIC);
    }

    private static CacheConfiguration<Object, Object> common(String name, boolean durable, ZonedAffinity affinity) {
        return new CacheConfiguration<>(name)
                .setAffinity(affinity)
                .setNodeFilter(new OnServers())
                .setDataRegionName(region(durable))
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
                .setPartitionLossPolicy(PartitionLossPolicy.READ_WRITE_SAFE)
                .setRebalanceMode(CacheRebalanceMode.ASYNC)
                .setCopyOnRead(false)
                .setStatisticsEnabled(false);
    }
}
