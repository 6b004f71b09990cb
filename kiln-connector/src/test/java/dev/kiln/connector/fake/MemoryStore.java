package dev.kiln.connector.fake;

import dev.kiln.store.BucketOwners;
import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.StoredBatch;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.snapshot.Snapshot.Bucket;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that keeps the promises of {@link Store}, so that the connector can be tested without processes. */
public final class MemoryStore implements Store {
    private static final Member SERVER =
            new Member("1", Member.Role.SERVER, "localhost", List.of("127.0.0.1"), 1, Optional.empty());

    private final Map<String, Map<String, String>> namespaces = new TreeMap<>();
    private final Map<TableName, Table> tables =
            new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    private final Map<Long, Snapshot> heads = new HashMap<>();
    private final Map<BatchId, Map<Integer, byte[]>> batches = new HashMap<>();
    private final Map<BatchId, byte[]> deletes = new HashMap<>();
    private final Map<Long, Long> committed = new HashMap<>();
    private final Map<Long, Map<String, Long>> epochs = new HashMap<>();
    private final Set<Long> open = new HashSet<>();
    private final AtomicInteger reads = new AtomicInteger();
    private long nextId = 1;

    /** How many batches were asked for. */
    public int reads() {
        return reads.get();
    }

    /** Writes that were neither committed nor given up. */
    public synchronized Set<Long> openWrites() {
        return Set.copyOf(open);
    }

    @Override
    public List<Member> members() {
        return List.of(SERVER);
    }

    @Override
    public synchronized List<String> namespaces() {
        return List.copyOf(namespaces.keySet());
    }

    @Override
    public synchronized Map<String, String> namespace(String namespace) {
        Map<String, String> found = namespaces.get(namespace);
        if (found == null) {
            throw error(StoreCondition.NAMESPACE_NOT_FOUND, namespace);
        }
        return found;
    }

    @Override
    public synchronized void createNamespace(String namespace, Map<String, String> properties) {
        if (namespaces.putIfAbsent(namespace, Map.copyOf(properties)) != null) {
            throw error(StoreCondition.NAMESPACE_ALREADY_EXISTS, namespace);
        }
    }

    @Override
    public synchronized void alterNamespace(String namespace, Map<String, String> properties) {
        namespace(namespace);
        namespaces.put(namespace, Map.copyOf(properties));
    }

    @Override
    public synchronized void dropNamespace(String namespace, DropBehavior behavior) {
        namespace(namespace);
        List<TableName> within = tables(namespace);
        if (!within.isEmpty() && behavior == DropBehavior.RESTRICT) {
            throw error(StoreCondition.NAMESPACE_NOT_EMPTY, namespace);
        }
        within.forEach(this::drop);
        namespaces.remove(namespace);
    }

    @Override
    public synchronized List<TableName> tables(String namespace) {
        namespace(namespace);
        return tables.keySet().stream()
                .filter(name -> name.namespace().equals(namespace))
                .toList();
    }

    @Override
    public synchronized Table table(TableName name) {
        namespace(name.namespace());
        Table table = tables.get(name);
        if (table == null) {
            throw error(StoreCondition.TABLE_NOT_FOUND, name.toString());
        }
        return table;
    }

    @Override
    public synchronized Table create(TableSpec spec) {
        namespace(spec.name().namespace());
        if (tables.containsKey(spec.name())) {
            throw error(StoreCondition.TABLE_ALREADY_EXISTS, spec.name().toString());
        }
        Table table = new Table(nextId++, 1, spec);
        tables.put(spec.name(), table);
        int buckets = spec.placement() instanceof Placement.Bucketed bucketed ? bucketed.buckets() : 1;
        heads.put(table.id(), new Snapshot(table, 0, Collections.nCopies(buckets, new Bucket(0, List.of()))));
        epochs.put(table.id(), new HashMap<>());
        return table;
    }

    @Override
    public synchronized Table alter(Table table, TableSpec spec) {
        Table now = current(table);
        if (now.schemaVersion() != table.schemaVersion()) {
            throw error(StoreCondition.TABLE_CHANGED, table.spec().name().toString());
        }
        if (!spec.name().equals(now.spec().name()) && tables.containsKey(spec.name())) {
            throw error(StoreCondition.TABLE_ALREADY_EXISTS, spec.name().toString());
        }
        Table after = new Table(now.id(), now.schemaVersion() + 1, spec);
        tables.remove(now.spec().name());
        tables.put(spec.name(), after);
        return after;
    }

    @Override
    public synchronized Table replace(Table table, TableSpec spec) {
        if (tables.containsKey(spec.name())) {
            drop(spec.name());
        }
        return alter(table, spec);
    }

    @Override
    public synchronized void drop(TableName name) {
        heads.remove(table(name).id());
        tables.remove(name);
    }

    private Table current(Table table) {
        return tables.values().stream()
                .filter(other -> other.id() == table.id())
                .findFirst()
                .orElseThrow(() ->
                        error(StoreCondition.TABLE_CHANGED, table.spec().name().toString()));
    }

    @Override
    public synchronized Snapshot snapshot(Table table) {
        Table now = current(table);
        Snapshot head = heads.get(table.id());
        return new Snapshot(now, head.version(), head.buckets());
    }

    @Override
    public BucketOwners owners(Table table) {
        return new BucketOwners(
                Collections.nCopies(heads.get(table.id()).buckets().size(), List.of(SERVER)));
    }

    @Override
    public synchronized StoredBatch read(
            Table table,
            int bucket,
            BatchId batch,
            List<Integer> columns,
            Optional<Batch.Deletes> list,
            String preferredHost) {
        reads.incrementAndGet();
        Map<Integer, byte[]> stored = batches.get(batch);
        if (stored == null) {
            throw error(StoreCondition.SNAPSHOT_EXPIRED, batch.toString());
        }
        return new StoredBatch(
                columns.stream()
                        .map(column -> Optional.ofNullable(stored.get(column)))
                        .toList(),
                list.map(deleted -> deletes.get(deleted.list())),
                SERVER);
    }

    @Override
    public synchronized long beginWrite(Table table, boolean rowLevel) {
        current(table);
        long write = nextId++;
        open.add(write);
        return write;
    }

    @Override
    public void keepAlive(long write) {}

    @Override
    public synchronized void upload(Table table, int bucket, Batch batch, List<byte[]> columns) {
        Map<Integer, byte[]> stored = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Chunk chunk = batch.chunks().get(i);
            stored.put(chunk.column(), columns.get(i));
        }
        if (batches.putIfAbsent(batch.id(), stored) != null) {
            throw new IllegalStateException("Two batches are called " + batch.id());
        }
    }

    @Override
    public synchronized void uploadDeletes(Table table, int bucket, BatchId batch, Batch.Deletes list, byte[] rows) {
        if (deletes.putIfAbsent(list.list(), rows) != null) {
            throw new IllegalStateException("Two lists are called " + list.list());
        }
    }

    @Override
    public synchronized long commit(Table table, Commit commit) {
        current(table);
        Long done = committed.get(commit.write());
        if (done != null) {
            return done;
        }
        Snapshot head = heads.get(table.id());
        open.remove(commit.write());
        if (commit.epoch().isPresent()) {
            Commit.Epoch epoch = commit.epoch().get();
            Long last = epochs.get(table.id()).get(epoch.stream());
            if (last != null && epoch.number() <= last) {
                return head.version();
            }
        }
        for (int bucket : commit.dependsOn()) {
            if (head.buckets().get(bucket).changed() > commit.base()) {
                throw error(StoreCondition.COMMIT_CONFLICT, "bucket " + bucket);
            }
        }
        long version = head.version() + 1;
        List<Bucket> buckets = new ArrayList<>();
        for (Bucket bucket : head.buckets()) {
            buckets.add(commit.replacesAll() ? new Bucket(version, List.of()) : bucket);
        }
        for (Commit.BucketChange change : commit.changes()) {
            buckets.set(change.bucket(), apply(change, buckets.get(change.bucket()), version));
        }
        heads.put(table.id(), new Snapshot(table, version, buckets));
        committed.put(commit.write(), version);
        commit.epoch().ifPresent(epoch -> epochs.get(table.id()).put(epoch.stream(), epoch.number()));
        return version;
    }

    private static Bucket apply(Commit.BucketChange change, Bucket bucket, long version) {
        List<Batch> after = new ArrayList<>(bucket.batches());
        for (BatchId removed : change.removed()) {
            if (!after.removeIf(batch -> batch.id().equals(removed))) {
                throw error(StoreCondition.COMMIT_CONFLICT, removed.toString());
            }
        }
        for (Commit.DeletedRows rows : change.deleted()) {
            int at = -1;
            for (int i = 0; i < after.size(); i++) {
                if (after.get(i).id().equals(rows.batch())
                        && after.get(i).deletes().map(Batch.Deletes::list).equals(rows.before())) {
                    at = i;
                }
            }
            if (at < 0) {
                throw error(StoreCondition.COMMIT_CONFLICT, rows.batch().toString());
            }
            Batch batch = after.get(at);
            after.set(at, new Batch(batch.id(), batch.rows(), batch.chunks(), Optional.of(rows.after())));
        }
        after.addAll(change.added());
        return new Bucket(version, after);
    }

    @Override
    public synchronized Optional<Long> lastEpoch(Table table, String stream) {
        return Optional.ofNullable(epochs.get(table.id()).get(stream));
    }

    @Override
    public synchronized void abort(Table table, long write) {
        open.remove(write);
    }

    @Override
    public void close() {}

    private static StoreException error(StoreCondition condition, String what) {
        return new StoreException(condition, condition + ": " + what, Map.of());
    }
}
