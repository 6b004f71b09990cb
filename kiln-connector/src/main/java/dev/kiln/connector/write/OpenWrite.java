package dev.kiln.connector.write;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.batch.DeletedRowList;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Commit.BucketChange;
import dev.kiln.store.snapshot.Commit.DeletedRows;
import dev.kiln.store.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A write that is under way, in the driver: kept alive in the store until it is committed or given up, which has to be done
 * once. Safe for use by several threads.
 */
public final class OpenWrite {
    private static final int KEEP_ALIVE_SECONDS = 10;

    private final StoreRelation relation;
    private final long id;
    private final ScheduledExecutorService heart;

    private OpenWrite(StoreRelation relation, long id) {
        this.relation = relation;
        this.id = id;
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kiln-store-write-" + id);
            thread.setDaemon(true);
            return thread;
        });
        var unused =
                heart.scheduleAtFixedRate(this::keepAlive, KEEP_ALIVE_SECONDS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    }

    /** Begins a write. */
    public static OpenWrite begin(StoreRelation relation, boolean rowLevel) {
        return new OpenWrite(relation, relation.store().beginWrite(relation.table(), rowLevel));
    }

    /**
     * Goes on with a row-level write that was begun before, or begins one if that has expired: then rows that have been
     * moved since let the commit fail.
     *
     * @param write its name
     */
    public static OpenWrite resume(StoreRelation relation, long write) {
        try {
            relation.store().keepAlive(write);
            return new OpenWrite(relation, write);
        } catch (StoreException e) {
            if (e.condition() != StoreCondition.WRITE_EXPIRED) {
                throw e;
            }
            return begin(relation, true);
        }
    }

    /** The write's name. */
    public long id() {
        return id;
    }

    /** If it fails, a later beat or the commit says so. */
    private void keepAlive() {
        try {
            relation.store().keepAlive(id);
        } catch (StoreException e) {
            // The commit meets the same.
        }
    }

    /** Commits rows that were appended, after all others were dropped or not. */
    public long append(List<WriteOutcome> outcomes, boolean replacesAll, Optional<Commit.Epoch> epoch) {
        return commit(() -> new Commit(
                id,
                relation.store().snapshot(relation.table()).version(),
                replacesAll,
                changes(outcomes, Map.of()),
                Set.of(),
                epoch));
    }

    /**
     * Commits rows that were added and rows that go.
     *
     * @param base the version that was read
     * @param dependsOn buckets whose other rows the change depends on
     * @param epoch the step of a stream
     */
    public long change(
            List<WriteOutcome> outcomes, Snapshot base, Set<Integer> dependsOn, Optional<Commit.Epoch> epoch) {
        return commit(() -> new Commit(id, base.version(), false, changes(outcomes, byId(base)), dependsOn, epoch));
    }

    /** Works the change out while the write is kept alive, and commits it. */
    private long commit(Supplier<Commit> change) {
        return alive(() -> relation.store().commit(relation.table(), change.get()));
    }

    /** Commits a change of a row table, after all other rows were dropped or not. */
    public long rows(List<RowCommit.Change> changes, boolean replacesAll, Optional<Commit.Epoch> epoch) {
        return alive(
                () -> relation.store().rows().commit(relation.table(), new RowCommit(id, replacesAll, changes, epoch)));
    }

    private long alive(LongSupplier commit) {
        try {
            return commit.getAsLong();
        } catch (StoreException e) {
            if (e.condition() != StoreCondition.UNAVAILABLE) {
                abandon();
            }
            throw e;
        } finally {
            heart.shutdownNow();
        }
    }

    /** What was refused keeps nothing and nobody waiting; if this fails, the store gives it up by itself. */
    private void abandon() {
        try {
            relation.store().abort(relation.table(), id);
        } catch (StoreException e) {
            // What was wrong with the commit is what matters.
        }
    }

    /** Gives the write up. */
    public void abort() {
        heart.shutdownNow();
        relation.store().abort(relation.table(), id);
    }

    private static Map<BatchId, Batch> byId(Snapshot snapshot) {
        Map<BatchId, Batch> batches = new HashMap<>();
        snapshot.buckets().forEach(bucket -> bucket.batches().forEach(batch -> batches.put(batch.id(), batch)));
        return batches;
    }

    private List<BucketChange> changes(List<WriteOutcome> outcomes, Map<BatchId, Batch> known) {
        Map<Integer, List<Batch>> added = new TreeMap<>();
        Map<Integer, Map<BatchId, List<byte[]>>> deleted = new TreeMap<>();
        for (WriteOutcome outcome : outcomes) {
            for (WriteOutcome.Added batch : outcome.added()) {
                added.computeIfAbsent(batch.bucket(), unused -> new ArrayList<>())
                        .add(batch.batch());
            }
            for (WriteOutcome.Deleted rows : outcome.deleted()) {
                deleted.computeIfAbsent(rows.bucket(), unused -> new HashMap<>())
                        .computeIfAbsent(rows.batch(), unused -> new ArrayList<>())
                        .add(rows.rows());
            }
        }
        TaskNames names = TaskNames.ofDriver(id);
        List<BucketChange> changes = new ArrayList<>();
        deleted.forEach((bucket, batches) -> {
            List<BatchId> removed = new ArrayList<>();
            List<DeletedRows> shortened = new ArrayList<>();
            batches.forEach((batch, lists) -> {
                Optional<DeletedRows> shorter = shorten(bucket, known.get(batch), lists, names);
                shorter.ifPresentOrElse(shortened::add, () -> removed.add(batch));
            });
            List<Batch> fresh = added.getOrDefault(bucket, List.of());
            added.remove(bucket);
            changes.add(new BucketChange(bucket, fresh, removed, shortened));
        });
        added.forEach((bucket, batches) -> changes.add(new BucketChange(bucket, batches, List.of(), List.of())));
        return changes;
    }

    /** Puts the lists of several tasks and the batch's own together; nothing if no row is left. */
    private Optional<DeletedRows> shorten(int bucket, Batch batch, List<byte[]> lists, TaskNames names) {
        DeletedRowList all = DeletedRowList.none(batch.rows());
        if (batch.deletes().isPresent()) {
            byte[] before = relation.store()
                    .read(relation.table(), bucket, batch.id(), List.of(), batch.deletes(), "")
                    .deletes()
                    .orElseThrow();
            all = DeletedRowList.decode(before, batch.rows());
        }
        for (byte[] list : lists) {
            all = all.with(DeletedRowList.decode(list, batch.rows()).stream());
        }
        if (all.count() == batch.rows()) {
            return Optional.empty();
        }
        Batch.Deletes after = new Batch.Deletes(names.next(), all.count());
        relation.store().uploadDeletes(relation.table(), bucket, batch.id(), after, all.encode());
        return Optional.of(new DeletedRows(batch.id(), batch.deletes().map(Batch.Deletes::list), after));
    }
}
