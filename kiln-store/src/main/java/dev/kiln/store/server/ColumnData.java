package dev.kiln.store.server;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Table;
import dev.kiln.store.wire.RecordCodec;
import dev.kiln.store.wire.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.jspecify.annotations.Nullable;

/** The bytes of column tables. Safe for use by several threads. */
final class ColumnData {
    private static final CachePeekMode[] HERE = {CachePeekMode.PRIMARY, CachePeekMode.BACKUP};

    private final Ignite ignite;
    private final Caches caches;
    private final Catalog catalog;
    private final Commits commits;
    private final Writes writes;
    private final Traffic traffic;
    private final Room room;

    ColumnData(Ignite ignite, Caches caches, Catalog catalog, Commits commits, Writes writes, Traffic traffic) {
        this.ignite = ignite;
        this.caches = caches;
        this.catalog = catalog;
        this.commits = commits;
        this.writes = writes;
        this.traffic = traffic;
        this.room = new Room(ignite);
    }

    // --- writing

    void upload(Request.Upload request, List<byte[]> columns) {
        Batch batch = request.batch();
        Table table = writable(request.table(), request.bucket(), batch.id().write());
        if (columns.size() != batch.chunks().size()) {
            throw new IllegalArgumentException(
                    "A batch of " + batch.chunks().size() + " columns came with " + columns.size() + " columns' bytes");
        }
        BatchKey key = new BatchKey(table.id(), request.bucket(), batch.id());
        List<Pieces.Part> parts = new ArrayList<>();
        Map<PieceKey, byte[]> pieces = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            byte[] bytes = columns.get(i);
            check(table, batch, i, bytes);
            int column = batch.chunks().get(i).column();
            parts.add(new Pieces.Part(column, bytes.length));
            Pieces.cut(key, column, bytes, pieces);
        }
        store(table, request.bucket(), key, new Pieces(parts), pieces);
    }

    private static void check(Table table, Batch batch, int chunk, byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        if (bytes.length != batch.chunks().get(chunk).bytes()
                || (int) checksum.getValue() != batch.chunks().get(chunk).checksum()) {
            throw Failures.of(
                    StoreCondition.CORRUPT_BATCH,
                    "A column of a batch for " + table.spec().name() + " came with other bytes than were sent",
                    Map.of("table", table.spec().name().toString()));
        }
    }

    void uploadDeletes(Request.UploadDeletes request, byte[] rows) {
        BatchId list = request.deletes().list();
        Table table = writable(request.table(), request.bucket(), list.write());
        BatchKey key = new BatchKey(table.id(), request.bucket(), list);
        Map<PieceKey, byte[]> pieces = new HashMap<>();
        Pieces.cut(key, Pieces.DELETES, rows, pieces);
        Pieces parts = new Pieces(List.of(new Pieces.Part(Pieces.DELETES, rows.length)));
        store(table, request.bucket(), key, parts, pieces);
    }

    private Table writable(Request.TableRef ref, int bucket, long write) {
        Table table = catalog.table(ref);
        if (bucket < 0 || bucket >= Caches.buckets(table.spec())) {
            throw new IllegalArgumentException("The table " + ref.name() + " has no bucket " + bucket);
        }
        writes.touch(write);
        return table;
    }

    private void store(Table table, int bucket, BatchKey key, Pieces parts, Map<PieceKey, byte[]> pieces) {
        room.check(
                ignite.<Integer>affinity(caches.pieces(table.spec()).getName()).mapPartitionToPrimaryAndBackups(bucket),
                pieces.values().stream().mapToLong(piece -> piece.length).sum(),
                Caches.isDurable(table.spec()));
        try {
            // What there will be is said first, so that whatever is left of a write is found.
            caches.batches(table.spec()).put(key, RecordCodec.write(Pieces.class, parts));
            caches.pieces(table.spec()).putAll(pieces);
        } catch (RuntimeException e) {
            throw named(e, table, bucket);
        }
        traffic.written(
                pieces.values().stream().mapToLong(piece -> piece.length).sum());
    }

    /** Says which buckets are lost, if that is what was wrong. */
    private StoreException named(RuntimeException e, Table table, int bucket) {
        return Failures.isLost(e) ? Failures.bucketsLost(table.spec().name(), Set.of(bucket)) : Failures.of(e);
    }

    // --- reading

    /**
     * The columns that were asked for, then the deleted rows if they were.
     *
     * @return null where the batch was written before the column was added
     */
    List<byte @Nullable []> read(Request.Read request) {
        Table table = catalog.table(request.table());
        try {
            BatchKey batch = new BatchKey(table.id(), request.bucket(), request.batch());
            List<byte @Nullable []> values = parts(table, batch, request.columns());
            if (request.deletes().isPresent()) {
                BatchId list = request.deletes().get().list();
                BatchKey key = new BatchKey(table.id(), request.bucket(), list);
                byte @Nullable [] rows =
                        parts(table, key, List.of(Pieces.DELETES)).get(0);
                if (rows == null) {
                    throw missing(table, key);
                }
                values.add(rows);
            }
            return values;
        } catch (RuntimeException e) {
            throw named(e, table, request.bucket());
        }
    }

    private List<byte @Nullable []> parts(Table table, BatchKey batch, List<Integer> items) {
        byte[] described = entries(caches.batches(table.spec()), Set.of(batch)).get(batch);
        if (described == null) {
            throw missing(table, batch);
        }
        Pieces pieces = RecordCodec.read(Pieces.class, described);
        Set<PieceKey> keys = new HashSet<>();
        for (int item : items) {
            pieces.part(item).ifPresent(part -> keys.addAll(part.keys(batch)));
        }
        IgniteCache<PieceKey, byte[]> cache = caches.pieces(table.spec());
        Map<PieceKey, byte[]> found = entries(cache, keys);
        List<byte @Nullable []> values = new ArrayList<>();
        for (int item : items) {
            Optional<Pieces.Part> part = pieces.part(item);
            values.add(
                    part.isEmpty()
                            ? null
                            : Pieces.join(batch, part.get(), found).orElseThrow(() -> missing(table, batch)));
        }
        return values;
    }

    private <K> Map<K, byte[]> entries(IgniteCache<K, byte[]> cache, Set<K> keys) {
        Map<K, byte[]> found = new HashMap<>();
        Set<K> elsewhere = new HashSet<>();
        long local = 0;
        for (K key : keys) {
            byte[] value = cache.localPeek(key, HERE);
            if (value == null) {
                elsewhere.add(key);
            } else {
                found.put(key, value);
                local += value.length;
            }
        }
        if (!elsewhere.isEmpty()) {
            Map<K, byte[]> fetched = cache.getAll(elsewhere);
            found.putAll(fetched);
            traffic.readElsewhere(
                    fetched.values().stream().mapToLong(value -> value.length).sum());
        }
        traffic.readHere(local);
        return found;
    }

    /** A batch that was committed is somewhere, unless it was replaced and collected, or all its copies are gone. */
    private StoreException missing(Table table, BatchKey key) {
        boolean live = commits.snapshot(table).buckets().get(key.bucket()).batches().stream()
                .anyMatch(batch -> batch.id().equals(key.id())
                        || batch.deletes().map(Batch.Deletes::list).equals(Optional.of(key.id())));
        if (live) {
            return Failures.bucketsLost(table.spec().name(), Set.of(key.bucket()));
        }
        return Failures.of(
                StoreCondition.SNAPSHOT_EXPIRED,
                "Later commits have replaced a batch of " + table.spec().name() + ", and it was collected",
                Map.of("table", table.spec().name().toString()));
    }

    /** Which servers hold each bucket, by their nodes' ids; nothing where all copies are lost. */
    List<List<String>> owners(Request.TableRef ref) {
        Table table = catalog.table(ref);
        IgniteCache<?, byte[]> cache = caches.placedLike(table.spec());
        Set<Integer> lost = new HashSet<>(cache.lostPartitions());
        List<List<String>> owners = new ArrayList<>();
        for (int bucket = 0; bucket < commits.head(table).buckets().size(); bucket++) {
            owners.add(
                    lost.contains(bucket)
                            ? List.of()
                            : ignite.<Integer>affinity(cache.getName()).mapPartitionToPrimaryAndBackups(bucket).stream()
                                    .map(node -> node.id().toString())
                                    .toList());
        }
        return owners;
    }
}
