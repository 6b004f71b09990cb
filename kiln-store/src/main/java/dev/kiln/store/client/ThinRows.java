package dev.kiln.store.client;

import dev.kiln.store.Member;
import dev.kiln.store.RowStore;
import dev.kiln.store.StoredRows;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.row.RowIndex;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.Table;
import dev.kiln.store.wire.Request;
import dev.kiln.store.wire.Request.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Row tables over thin clients. */
final class ThinRows implements RowStore {
    private final Calls calls;
    private final Owners owners;
    private final Function<Table, List<Member>> oneServer;

    ThinRows(Calls calls, Owners owners, Function<Table, List<Member>> oneServer) {
        this.calls = calls;
        this.owners = owners;
        this.oneServer = oneServer;
    }

    /** The order in which servers are asked about a bucket. */
    interface Owners {
        List<Member> of(Table table, int bucket, Optional<String> host);
    }

    @Override
    public StoredRows scan(Table table, int bucket, RowScan scan, Optional<byte[]> after, String preferredHost) {
        return rows(calls.call(
                new Request.ScanRows(TableRef.of(table), bucket, scan, after),
                List.of(),
                () -> owners.of(table, bucket, Optional.of(preferredHost))));
    }

    @Override
    public StoredRows lookUp(Table table, List<Integer> columns, int bucket, RowBatch keys) {
        return rows(calls.call(
                new Request.LookUpRows(TableRef.of(table), columns, keys.batch()),
                keys.columns(),
                () -> owners.of(table, bucket, Optional.empty())));
    }

    private static StoredRows rows(Calls.Answered answered) {
        var attached = answered.answer().attachments();
        List<RowBatch> batches = new ArrayList<>();
        int next = 0;
        Request.Batches described = answered.answer().as(Request.Batches.class);
        for (Batch batch : described.batches()) {
            List<byte[]> columns = new ArrayList<>();
            for (int i = 0; i < batch.chunks().size(); i++) {
                columns.add(Objects.requireNonNull(attached.get(next++)));
            }
            batches.add(new RowBatch(batch, columns));
        }
        return new StoredRows(batches, described.next(), answered.server());
    }

    @Override
    public void write(Table table, RowAction action, int bucket, RowBatch rows) {
        calls.call(
                new Request.WriteRows(TableRef.of(table), action, rows.batch()),
                rows.columns(),
                () -> owners.of(table, bucket, Optional.empty()));
    }

    @Override
    public long commit(Table table, RowCommit commit) {
        return number(table, new Request.CommitRows(TableRef.of(table), commit));
    }

    private long number(Table table, Request request) {
        return calls.call(request, List.of(), () -> oneServer.apply(table))
                .answer()
                .as(Request.Number.class)
                .number()
                .orElseThrow();
    }

    @Override
    public long count(Table table) {
        return number(table, new Request.CountRows(TableRef.of(table)));
    }

    @Override
    public List<RowIndex> indexes(Table table) {
        return calls.call(new Request.IndexesOf(TableRef.of(table)), List.of(), () -> oneServer.apply(table))
                .answer()
                .as(Request.IndexList.class)
                .indexes();
    }

    @Override
    public void createIndex(Table table, RowIndex index) {
        calls.call(new Request.CreateIndex(TableRef.of(table), index), List.of(), () -> oneServer.apply(table));
    }

    @Override
    public void dropIndex(Table table, String name) {
        calls.call(new Request.DropIndex(TableRef.of(table), name), List.of(), () -> oneServer.apply(table));
    }
}
