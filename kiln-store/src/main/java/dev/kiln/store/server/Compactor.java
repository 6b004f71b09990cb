package dev.kiln.store.server;

import dev.kiln.store.StoreException;
import dev.kiln.store.batch.BatchMerge;
import dev.kiln.store.batch.DeletedRowList;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.wire.Request;
import dev.kiln.store.wire.Request.TableRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites small batches as larger ones, and batches with many deleted rows without these. Each server does so for the
 * buckets of which it has the first copy, one batch at a time, and rests for most of the time. Appends and readers notice
 * nothing, and row-level writes come first. For one thread.
 */
final class Compactor {
    private static final System.Logger LOG = System.getLogger(Compactor.class.getName());

    /** Of the time that it works, how often it rests as long. */
    private static final int RESTS = 3;

    /** Columns of a batch are in memory before and after they are encoded. */
    private static final long SHARE_OF_HEAP = 16;

    /** After so many new batches they are committed. */
    private static final int MOST_PER_COMMIT = 16;

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Ignite ignite;
    private final Caches caches;
    private final Catalog catalog;
    private final Commits commits;
    private final Writes writes;
    private final ColumnData data;
    private final Compacted counts;
    private final Room room;
    /** The versions of tables at which there was nothing to do. */
    private final Map<Long, Long> done = new HashMap<>();
    /** Until when buckets are left alone that couldn't be rewritten, by {@link System#nanoTime()}. */
    private final Map<Place, Long> resting = new HashMap<>();

    private record Place(long table, int bucket) {}

    Compactor(
            Ignite ignite,
            Caches caches,
            Catalog catalog,
            Commits commits,
            Writes writes,
            ColumnData data,
            Compacted counts) {
        this.ignite = ignite;
        this.caches = caches;
        this.catalog = catalog;
        this.commits = commits;
        this.writes = writes;
        this.data = data;
        this.counts = counts;
        this.room = new Room(ignite);
    }

    /**
     * Looks once through all tables.
     *
     * @throws InterruptedException if the member ends
     */
    void compact() throws InterruptedException {
        long now = System.nanoTime();
        resting.values().removeIf(until -> until - now < 0);
        Set<Long> there = new HashSet<>();
        for (String namespace : catalog.namespaces()) {
            for (TableName name : catalog.tables(namespace)) {
                Table table = catalog.table(name);
                there.add(table.id());
                if (table.spec().kind() == TableKind.COLUMN) {
                    attempt(table);
                }
            }
        }
        done.keySet().retainAll(there);
    }

    private void attempt(Table table) throws InterruptedException {
        try {
            compact(table);
        } catch (StoreException e) {
            // It was altered or dropped meanwhile, or servers come and go; the next round sees how it is then.
            LOG.log(System.Logger.Level.DEBUG, "Compaction of " + table.spec().name() + " was given up", e);
        }
    }

    private void compact(Table table) throws InterruptedException {
        Head head = commits.head(table);
        Long known = done.get(table.id());
        if (known != null && known == head.version() || writes.hasRowLevel(table) || !hasRoom(table)) {
            return;
        }
        Optional<List<Head.Manifest>> manifests = commits.manifests(table, head);
        if (manifests.isEmpty()) {
            return;
        }
        CompactionPlan plan = new CompactionPlan(
                Math.min(table.spec().batchBytes(), Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
        Map<Integer, List<Batch>> planned = new HashMap<>();
        boolean complete = true;
        for (int bucket : mine(table)) {
            if (resting.containsKey(new Place(table.id(), bucket)) || planned.size() == MOST_PER_COMMIT) {
                complete = false;
                continue;
            }
            List<Batch> batches = manifests.get().get(bucket).entries().stream()
                    .map(Head.Entry::batch)
                    .toList();
            plan.of(batches).ifPresent(chosen -> planned.put(bucket, chosen));
        }
        if (!planned.isEmpty()) {
            rewrite(table, planned);
        } else if (complete) {
            done.put(table.id(), head.version());
        }
    }

    /** Batches that go stay for a while, and what only memory holds must not fill it. */
    private boolean hasRoom(Table table) {
        return Caches.isDurable(table.spec()) || room.isAmple();
    }

    private int[] mine(Table table) {
        return ignite.affinity(caches.piecesName(table.spec()))
                .primaryPartitions(ignite.cluster().localNode());
    }

    private void rewrite(Table table, Map<Integer, List<Batch>> planned) throws InterruptedException {
        long write = writes.begin(table, false);
        boolean committed = false;
        try {
            List<Rewrite> rewrites = new ArrayList<>();
            for (Map.Entry<Integer, List<Batch>> bucket : planned.entrySet()) {
                long start = System.nanoTime();
                try {
                    BatchId id = new BatchId(write, rewrites.size());
                    rewrites.add(merge(table, bucket.getKey(), bucket.getValue(), id));
                } catch (StoreException e) {
                    rest(table, bucket.getKey(), e);
                }
                TimeUnit.NANOSECONDS.sleep((System.nanoTime() - start) * RESTS);
                if (writes.hasRowLevel(table)) {
                    return;
                }
            }
            committed = !rewrites.isEmpty() && commits.rewrite(table, write, rewrites);
            if (committed) {
                counts.add(rewrites);
            }
        } finally {
            if (!committed) {
                writes.abort(write);
            }
        }
    }

    private void rest(Table table, int bucket, StoreException e) {
        LOG.log(
                System.Logger.Level.WARNING,
                "Batches of bucket " + bucket + " of " + table.spec().name() + " can't be rewritten now",
                e);
        resting.put(new Place(table.id(), bucket), System.nanoTime() + PATIENCE_NANOS);
    }

    private Rewrite merge(Table table, int bucket, List<Batch> batches, BatchId id) {
        TableRef ref = TableRef.of(table);
        List<BatchMerge.Part> parts = new ArrayList<>();
        for (Batch batch : batches) {
            parts.add(new BatchMerge.Part(batch, deleted(ref, bucket, batch)));
        }
        BatchMerge merge = new BatchMerge(parts, table.spec().compression());
        for (Column column : table.spec().columns()) {
            List<Optional<byte[]>> stored = new ArrayList<>();
            for (Batch batch : batches) {
                byte @Nullable [] bytes = data.read(
                                new Request.Read(ref, bucket, batch.id(), List.of(column.id()), Optional.empty()))
                        .get(0);
                stored.add(Optional.ofNullable(bytes));
            }
            merge.add(column, stored);
        }
        EncodedBatch made = merge.finish(id);
        data.upload(new Request.Upload(ref, bucket, made.batch()), made.columns());
        return new Rewrite(bucket, batches, made.batch());
    }

    private DeletedRowList deleted(TableRef ref, int bucket, Batch batch) {
        if (batch.deletes().isEmpty()) {
            return DeletedRowList.none(batch.rows());
        }
        byte @Nullable [] list = data.read(new Request.Read(ref, bucket, batch.id(), List.of(), batch.deletes()))
                .get(0);
        if (list == null) {
            throw Failures.unavailable("a list of deleted rows was not found");
        }
        return DeletedRowList.decode(list, batch.rows());
    }
}
