package dev.kiln.store.server;

import dev.kiln.store.RowStore;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.row.RowIndex;
import dev.kiln.store.server.row.RowIndexes;
import dev.kiln.store.server.row.RowReader;
import dev.kiln.store.server.row.RowTables;
import dev.kiln.store.server.row.RowWriter;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import dev.kiln.store.wire.Request;
import dev.kiln.store.wire.Request.TableRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** The rows of row tables, and the commits that change many of them at once. Safe for use by several threads and members. */
final class RowData {
    /** A commit of many rows takes longer than a change of the catalog. */
    private static final long LONGEST_MILLIS = 120_000;

    private final RowTables rows;
    private final RowReader reader;
    private final RowWriter writer;
    private final RowIndexes indexes;
    private final Transactions transactions;
    private final Catalog catalog;
    private final Writes writes;
    private final Commits commits;
    private final ColumnData data;
    private final Disks disks;
    private final LongSupplier clock;

    RowData(
            RowTables rows,
            RowReader reader,
            RowWriter writer,
            RowIndexes indexes,
            Transactions transactions,
            Catalog catalog,
            Writes writes,
            Commits commits,
            ColumnData data,
            Disks disks,
            LongSupplier clock) {
        this.rows = rows;
        this.reader = reader;
        this.writer = writer;
        this.indexes = indexes;
        this.transactions = transactions;
        this.catalog = catalog;
        this.writes = writes;
        this.commits = commits;
        this.data = data;
        this.disks = disks;
        this.clock = clock;
    }

    // --- reading

    Requests.Answer scan(Request.ScanRows asked) {
        Table table = table(asked.table());
        if (rows.lost(table).contains(asked.bucket())) {
            throw Failures.bucketsLost(table.spec().name(), Set.of(asked.bucket()));
        }
        RowReader.Page page = reader.scan(table, asked.bucket(), asked.scan(), asked.after());
        return answer(page.batches(), page.next());
    }

    Requests.Answer lookUp(Request.LookUpRows asked, List<byte[]> keys) {
        checkSize(asked.keys());
        return answer(reader.lookUp(table(asked.table()), asked.columns(), asked.keys(), keys), Optional.empty());
    }

    long count(Request.CountRows asked) {
        return reader.count(table(asked.table()));
    }

    private static Requests.Answer answer(List<EncodedBatch> batches, Optional<byte[]> next) {
        List<byte[]> columns = new ArrayList<>();
        batches.forEach(batch -> columns.addAll(batch.columns()));
        Request.Batches described =
                new Request.Batches(batches.stream().map(EncodedBatch::batch).toList(), next);
        return new Requests.Answer(
                Requests.Answer.of(Request.Batches.class, described).value(), columns);
    }

    private Table table(TableRef ref) {
        Table table = catalog.table(ref);
        if (table.schemaVersion() != ref.schemaVersion()) {
            throw Failures.tableChanged(ref.name());
        }
        return table;
    }

    private static void checkSize(Batch batch) {
        if (batch.rows() > RowStore.MOST_KEYS) {
            throw new IllegalArgumentException(
                    "At most " + RowStore.MOST_KEYS + " rows at once, not " + batch.rows() + "; use a write");
        }
    }

    // --- writing

    void write(Request.WriteRows asked, List<byte[]> columns) {
        checkSize(asked.rows());
        if (asked.action() == RowAction.INSERT) {
            throw new IllegalArgumentException("Inserting isn't repeatable; use a write");
        }
        Table table = table(asked.table());
        if (asked.rows().rows() == 1) {
            // Ignite's own transaction around a single change costs less than one of ours.
            writer.apply(table, asked.action(), asked.rows(), columns);
        } else {
            transactions.run(() -> {
                writer.apply(table, asked.action(), asked.rows(), columns);
                return null;
            });
        }
        forceIfAsked(table);
    }

    private void forceIfAsked(Table table) {
        if (table.spec().persistence() == Persistence.SYNC) {
            disks.force();
        }
    }

    long commit(TableRef ref, RowCommit commit) {
        Optional<Long> done = commits.outcome(commit.write());
        if (done.isPresent()) {
            return done.get();
        }
        Table table = table(ref);
        checkSize(table, commit);
        Map<RowCommit.Change, List<byte[]>> staged = new HashMap<>();
        for (RowCommit.Change change : commit.changes()) {
            List<Integer> columns =
                    change.batch().chunks().stream().map(Chunk::column).toList();
            List<byte[]> bytes = new ArrayList<>();
            data.read(new Request.Read(ref, change.bucket(), change.batch().id(), columns, Optional.empty()))
                    .forEach(column -> bytes.add(Objects.requireNonNull(column)));
            staged.put(change, bytes);
        }
        long version = transactions.run(() -> apply(ref, table, commit, staged), LONGEST_MILLIS);
        forceIfAsked(table);
        return version;
    }

    private long apply(TableRef ref, Table table, RowCommit commit, Map<RowCommit.Change, List<byte[]>> staged) {
        boolean durable = Caches.isDurable(table.spec());
        // Whether the table is still the same one; then the head, which makes commits of one table wait for each other.
        table(ref);
        Head head = commits.head(table);
        Writes.Write entry = writes.cells(durable)
                .get(commit.write())
                .filter(one -> one.table() == table.id())
                .orElseThrow(() -> Failures.writeExpired(commit.write()));
        if (entry.state() == Writes.State.COMMITTED) {
            return entry.version();
        }
        if (entry.state() == Writes.State.GIVEN_UP) {
            throw Failures.writeExpired(commit.write());
        }
        boolean repeated = commit.epoch()
                .map(epoch -> head.epochs().getOrDefault(epoch.stream(), Long.MIN_VALUE) >= epoch.number())
                .orElse(false);
        long version = head.version() + (repeated ? 0 : 1);
        if (!repeated) {
            if (commit.replacesAll()) {
                writer.removeAll(table);
            }
            for (RowCommit.Change change : commit.changes()) {
                writer.apply(table, change.action(), change.batch(), Objects.requireNonNull(staged.get(change)));
            }
            Map<String, Long> epochs = new HashMap<>(head.epochs());
            commit.epoch().ifPresent(epoch -> epochs.put(epoch.stream(), epoch.number()));
            commits.heads(table).put(table.id(), new Head(version, head.buckets(), Map.copyOf(epochs)));
        }
        writes.cells(durable).put(commit.write(), entry.ended(Writes.State.COMMITTED, version, clock.getAsLong()));
        return version;
    }

    /** One transaction has all rows of a commit on the heap, and locks each of them. */
    private void checkSize(Table table, RowCommit commit) {
        long rows = commit.changes().stream()
                .mapToLong(change -> change.batch().rows())
                .sum();
        long removed = commit.replacesAll() ? reader.count(table) : 0;
        if (removed > RowStore.MOST_ROWS_OF_COMMIT && commit.changes().isEmpty()) {
            writer.removeAllInParts(table);
        } else if (rows + removed > RowStore.MOST_ROWS_OF_COMMIT) {
            throw Failures.of(
                    StoreCondition.WRITE_TOO_LARGE,
                    "A write changes at most " + RowStore.MOST_ROWS_OF_COMMIT + " rows of a row table, and this one "
                            + (removed == 0 ? "" : "removes " + removed + " and ") + "writes " + rows + " to "
                            + table.spec().name() + "; nothing was changed. "
                            + (removed == 0 ? "Write it in parts" : "TRUNCATE it, and write it in parts"),
                    Map.of(
                            "table", table.spec().name().toString(),
                            "rows", String.valueOf(rows + removed),
                            "most", String.valueOf(RowStore.MOST_ROWS_OF_COMMIT)));
        }
    }

    // --- indexes

    List<RowIndex> indexes(Request.IndexesOf asked) {
        return indexes.list(table(asked.table()));
    }

    void createIndex(Request.CreateIndex asked) {
        indexes.create(table(asked.table()), asked.index());
    }

    void dropIndex(Request.DropIndex asked) {
        indexes.drop(table(asked.table()), asked.name());
    }
}
