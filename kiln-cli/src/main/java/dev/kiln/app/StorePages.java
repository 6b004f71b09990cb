package dev.kiln.app;

import dev.kiln.server.web.StoreState;
import dev.kiln.server.web.StoreView;
import dev.kiln.store.BucketOwners;
import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.StoreReport;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the page of the store shows. The store is asked by one visitor after the other, and every two seconds at most. */
final class StorePages implements StoreView {
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private final Supplier<Optional<ClientSettings>> running;
    private @Nullable StoreState latest;
    private long latestNanos;

    /** @param running what reaches the store, if it runs; it waits for seconds at most */
    StorePages(Supplier<Optional<ClientSettings>> running) {
        this.running = running;
    }

    @Override
    public synchronized StoreState now() {
        StoreState state = latest;
        if (state == null || System.nanoTime() - latestNanos > FRESH_NANOS) {
            state = look();
            latest = state;
            latestNanos = System.nanoTime();
        }
        return state;
    }

    private StoreState look() {
        try {
            return running.get()
                    .map(StorePages::ask)
                    .orElseGet(() ->
                            new StoreState.Nothing("The home's own store hasn't been used yet, so it isn't running."));
        } catch (IllegalArgumentException e) {
            return new StoreState.Nothing("What lets Kiln into the store can't be used: " + e.getMessage());
        }
    }

    private static StoreState ask(ClientSettings settings) {
        try {
            StoreReport report = Stores.report(settings);
            return new StoreState.Known(
                    report.active(),
                    report.missing(),
                    report.members().stream().map(StorePages::member).toList(),
                    report.active() ? tables(settings) : List.of());
        } catch (StoreException e) {
            return new StoreState.Nothing(
                    "The store at " + String.join(",", settings.locators()) + " does not answer: " + e.getMessage());
        }
    }

    private static StoreState.Member member(StoreReport.MemberReport report) {
        Member member = report.member();
        return new StoreState.Member(
                member.id(),
                member.role().name().toLowerCase(Locale.ROOT),
                member.host() + ":" + member.port(),
                member.zone(),
                new StoreState.Used(report.heapUsed(), report.heapMost()),
                new StoreState.Used(report.memoryUsed(), report.memoryMost()),
                report.diskUsed(),
                report.readHere(),
                report.readElsewhere(),
                report.written());
    }

    private static List<StoreState.Table> tables(ClientSettings settings) {
        List<StoreState.Table> tables = new ArrayList<>();
        try (Store store = Stores.connect(settings)) {
            for (String namespace : store.namespaces()) {
                for (TableName name : store.tables(namespace)) {
                    table(store, name).ifPresent(tables::add);
                }
            }
        }
        return tables;
    }

    /** Nothing if the table is being dropped just now. */
    private static Optional<StoreState.Table> table(Store store, TableName name) {
        try {
            Table table = store.table(name);
            BucketOwners owners = store.owners(table);
            List<Optional<StoreState.Content>> contents =
                    contents(store, table, owners.owners().size());
            List<StoreState.Bucket> buckets = new ArrayList<>();
            for (int i = 0; i < owners.owners().size(); i++) {
                buckets.add(new StoreState.Bucket(
                        contents.get(i),
                        owners.owners().get(i).stream().map(Member::id).toList()));
            }
            return Optional.of(new StoreState.Table(
                    name.toString(),
                    table.spec().kind().name().toLowerCase(Locale.ROOT),
                    table.spec().persistence().name().toLowerCase(Locale.ROOT),
                    copies(table.spec().placement()),
                    contents.stream().reduce(Optional.of(new StoreState.Content(0, 0)), StorePages::sum),
                    buckets));
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    private static int copies(Placement placement) {
        return placement instanceof Placement.Bucketed bucketed ? 1 + bucketed.redundancy() : 0;
    }

    /** Of each bucket. A column table's latest version says it; rows of row tables would have to be read. */
    private static List<Optional<StoreState.Content>> contents(Store store, Table table, int buckets) {
        List<Optional<StoreState.Content>> contents = new ArrayList<>();
        if (table.spec().kind() == TableKind.COLUMN) {
            for (Snapshot.Bucket bucket : store.snapshot(table).buckets()) {
                long rows = bucket.batches().stream().mapToLong(Batch::liveRows).sum();
                long bytes = bucket.batches().stream()
                        .flatMap(batch -> batch.chunks().stream())
                        .mapToLong(Chunk::bytes)
                        .sum();
                contents.add(Optional.of(new StoreState.Content(rows, bytes)));
            }
        }
        while (contents.size() < buckets) {
            contents.add(Optional.empty());
        }
        return contents;
    }

    private static Optional<StoreState.Content> sum(
            Optional<StoreState.Content> left, Optional<StoreState.Content> right) {
        return left.flatMap(one ->
                right.map(other -> new StoreState.Content(one.rows() + other.rows(), one.bytes() + other.bytes())));
    }
}
