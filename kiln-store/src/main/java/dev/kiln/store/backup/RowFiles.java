package dev.kiln.store.backup;

import dev.kiln.store.Store;
import dev.kiln.store.StoredRows;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Row tables as files. */
final class RowFiles {
    private RowFiles() {}

    static BackupIndex.Entry write(Store store, Table table, Path path) throws IOException {
        List<Integer> columns = table.spec().columns().stream().map(Column::id).toList();
        int buckets = table.spec().placement() instanceof Placement.Bucketed bucketed ? bucketed.buckets() : 1;
        long rows = 0;
        TableFile.Header header =
                new TableFile.Header(table.spec(), store.rows().indexes(table));
        try (TableFile.Writer writer = new TableFile.Writer(path, header)) {
            for (int bucket = 0; bucket < buckets; bucket++) {
                Optional<byte[]> after = Optional.empty();
                do {
                    RowScan all = new RowScan(columns, List.of(), Long.MAX_VALUE);
                    StoredRows page = store.rows().scan(table, bucket, all, after, "localhost");
                    for (RowBatch batch : page.batches()) {
                        writer.add(new TableFile.Part(bucket, batch.batch()), batch.columns());
                        rows += batch.batch().rows();
                    }
                    after = page.next();
                } while (after.isPresent());
            }
            return new BackupIndex.Entry(
                    table.spec().name(), TableKind.ROW, path.getFileName().toString(), rows, writer.finish());
        }
    }

    /** Each batch is a commit of its own: a table is more than one transaction can hold. */
    static void fill(Store store, Table table, TableFile.Reader reader) throws IOException {
        for (Optional<TableFile.Stored> found = reader.next(); found.isPresent(); found = reader.next()) {
            int bucket = found.get().part().bucket();
            Batch old = found.get().part().batch();
            long write = store.beginWrite(table, false);
            Batch batch = new Batch(new BatchId(write, 0), old.rows(), old.chunks(), Optional.empty());
            store.upload(table, bucket, batch, found.get().bytes());
            store.rows()
                    .commit(
                            table,
                            new RowCommit(
                                    write,
                                    false,
                                    List.of(new RowCommit.Change(RowAction.PUT, bucket, batch)),
                                    Optional.empty()));
        }
        reader.header().indexes().forEach(index -> store.rows().createIndex(table, index));
    }
}
