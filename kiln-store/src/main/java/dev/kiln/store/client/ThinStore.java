package dev.kiln.store.client;

import dev.kiln.store.BucketOwners;
import dev.kiln.store.Member;
import dev.kiln.store.RowStore;
import dev.kiln.store.Store;
import dev.kiln.store.StoreException;
import dev.kiln.store.StoredBatch;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import dev.kiln.store.wire.Request;
import dev.kiln.store.wire.Request.TableRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The store over thin clients. */
final class ThinStore implements Store {
    private final ClientSettings settings;
    private final Ring ring;
    private final Calls calls;
    private final OwnerLists owners;

    private ThinStore(ClientSettings settings, Ring ring) {
        this.settings = settings;
        this.ring = ring;
        this.calls = new Calls(ring, settings.timeout());
        this.owners = new OwnerLists(this::owners);
    }

    static Store connect(ClientSettings settings) {
        Ring ring = new Ring(settings);
        try {
            ring.refresh();
        } catch (StoreException e) {
            ring.close();
            throw e;
        }
        return new ThinStore(settings, ring);
    }

    // --- members

    @Override
    public List<Member> members() {
        return ring.refresh();
    }

    /** Servers on this machine first, the others in an order that differs between clients. */
    private List<Member> anyServer() {
        List<Member> servers = new ArrayList<>(ring.servers());
        Collections.rotate(servers, System.identityHashCode(this));
        servers.sort((a, b) -> Boolean.compare(Hosts.isOn(b, settings.host()), Hosts.isOn(a, settings.host())));
        return servers;
    }

    private Calls.Answered ask(Request request) {
        return calls.call(request, List.of(), this::anyServer);
    }

    // --- namespaces

    private static String lower(String namespace) {
        return namespace.toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> namespaces() {
        return ask(new Request.Namespaces()).answer().as(Request.Names.class).names();
    }

    @Override
    public Map<String, String> namespace(String namespace) {
        return ask(new Request.NamespaceOf(lower(namespace)))
                .answer()
                .as(Request.Properties.class)
                .properties();
    }

    @Override
    public void createNamespace(String namespace, Map<String, String> properties) {
        ask(new Request.CreateNamespace(
                lower(namespace), properties, UUID.randomUUID().toString()));
    }

    @Override
    public void alterNamespace(String namespace, Map<String, String> properties) {
        ask(new Request.AlterNamespace(lower(namespace), properties));
    }

    @Override
    public void dropNamespace(String namespace, DropBehavior behavior) {
        ask(new Request.DropNamespace(lower(namespace), behavior == DropBehavior.CASCADE));
    }

    // --- tables

    @Override
    public List<TableName> tables(String namespace) {
        return ask(new Request.Tables(lower(namespace)))
                .answer()
                .as(Request.TableNames.class)
                .names();
    }

    @Override
    public Table table(TableName name) {
        return ask(new Request.TableOf(name)).answer().as(Table.class);
    }

    @Override
    public Table create(TableSpec spec) {
        return ask(new Request.Create(spec, UUID.randomUUID().toString()))
                .answer()
                .as(Table.class);
    }

    @Override
    public Table alter(Table table, TableSpec spec) {
        return ask(new Request.Alter(table, spec)).answer().as(Table.class);
    }

    @Override
    public Table replace(Table table, TableSpec spec) {
        return ask(new Request.Replace(table, spec)).answer().as(Table.class);
    }

    @Override
    public void drop(TableName name) {
        ask(new Request.Drop(name));
    }

    // --- reading

    @Override
    public Snapshot snapshot(Table table) {
        Snapshot snapshot =
                ask(new Request.SnapshotOf(TableRef.of(table))).answer().as(Snapshot.class);
        return snapshot;
    }

    @Override
    public BucketOwners owners(Table table) {
        Request.OwnerIds ids =
                ask(new Request.OwnersOf(TableRef.of(table))).answer().as(Request.OwnerIds.class);
        List<List<Member>> owners = new ArrayList<>();
        for (List<String> bucket : ids.owners()) {
            owners.add(bucket.stream()
                    .flatMap(id ->
                            ids.members().stream().filter(member -> member.id().equals(id)))
                    .toList());
        }
        return new BucketOwners(owners);
    }

    /** The owners of a bucket first, of these those on a host; then all other servers, through which it can be reached. */
    private List<Member> ownersFirst(Table table, int bucket, Optional<String> host) {
        List<Member> servers = ring.servers();
        List<Member> order = new ArrayList<>(owners.of(table, bucket, servers));
        host.ifPresent(name -> order.sort((a, b) -> Boolean.compare(Hosts.isOn(b, name), Hosts.isOn(a, name))));
        servers.stream().filter(server -> !order.contains(server)).forEach(order::add);
        return order;
    }

    @Override
    public StoredBatch read(
            Table table,
            int bucket,
            BatchId batch,
            List<Integer> columns,
            Optional<Batch.Deletes> deletes,
            String preferredHost) {
        Calls.Answered read = calls.call(
                new Request.Read(TableRef.of(table), bucket, batch, columns, deletes),
                List.of(),
                () -> ownersFirst(table, bucket, Optional.of(preferredHost)));
        var values = read.answer().attachments();
        List<Optional<byte[]>> found = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            found.add(Optional.ofNullable(values.get(i)));
        }
        Optional<byte[]> rows = deletes.map(list -> Objects.requireNonNull(values.get(columns.size())));
        return new StoredBatch(found, rows, read.server());
    }

    @Override
    public RowStore rows() {
        return new ThinRows(calls, this::ownersFirst, this::oneServer);
    }

    // --- writing

    @Override
    public long beginWrite(Table table, boolean rowLevel) {
        return number(ask(new Request.BeginWrite(TableRef.of(table), rowLevel))).orElseThrow();
    }

    private static Optional<Long> number(Calls.Answered answered) {
        return answered.answer().as(Request.Number.class).number();
    }

    @Override
    public void keepAlive(long write) {
        ask(new Request.KeepAlive(write));
    }

    @Override
    public void upload(Table table, int bucket, Batch batch, List<byte[]> columns) {
        sent(new Request.Upload(TableRef.of(table), bucket, batch), table, bucket, columns);
    }

    @Override
    public void uploadDeletes(Table table, int bucket, BatchId batch, Batch.Deletes deletes, byte[] rows) {
        sent(new Request.UploadDeletes(TableRef.of(table), bucket, batch, deletes), table, bucket, List.of(rows));
    }

    private void sent(Request request, Table table, int bucket, List<byte[]> bytes) {
        calls.call(request, bytes, () -> ownersFirst(table, bucket, Optional.empty()));
    }

    @Override
    public long commit(Table table, Commit commit) {
        return number(calls.call(
                        new Request.CommitWrite(TableRef.of(table), commit), List.of(), () -> oneServer(table)))
                .orElseThrow();
    }

    /** All commits of a table go through one member if it can be helped: there they wait for one another. */
    private List<Member> oneServer(Table table) {
        List<Member> servers = new ArrayList<>(ring.servers());
        servers.sort((a, b) -> a.id().compareTo(b.id()));
        if (!servers.isEmpty()) {
            Collections.rotate(servers, (int) (table.id() % servers.size()));
        }
        return servers;
    }

    @Override
    public Optional<Long> lastEpoch(Table table, String stream) {
        return number(ask(new Request.LastEpoch(TableRef.of(table), stream)));
    }

    @Override
    public void abort(Table table, long write) {
        ask(new Request.Abort(TableRef.of(table), write));
    }

    @Override
    public void close() {
        ring.close();
    }
}
