package dev.kiln.store.backup;

import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Makes tables of a directory that {@link TableBackup} has written, in a store of any size. A column table is there at once when all
 * of it has come, in place of one that is to be replaced; a row table fills. One batch is in memory at a time. For one thread.
 */
public final class TableRestore {
    private static final String HIDDEN = "__kiln_restored_";

    private final Store store;
    private final Path directory;
    private final Existing existing;

    private TableRestore(Store store, Path directory, Existing existing) {
        this.store = store;
        this.directory = directory;
        this.existing = existing;
    }

    /** What becomes of tables that are there already. */
    public enum Existing {
        /** They stay, and nothing is restored. */
        REFUSED,
        /** They are replaced, with all that they hold. */
        REPLACED
    }

    /**
     * Makes tables, and the namespaces that they need.
     *
     * @param names of the tables; all of the backup if there are none
     * @param said is told of each table that is there
     * @throws StoreException what the store says; {@code TABLE_ALREADY_EXISTS} before anything is changed
     * @throws IllegalArgumentException if the directory holds no such backup, or a file isn't as it was written; found before
     *     anything is changed
     */
    public static void read(
            Store store, Path directory, Collection<TableName> names, Existing existing, Consumer<String> said) {
        try {
            new TableRestore(store, directory, existing).read(names, said);
        } catch (IOException e) {
            throw new UncheckedIOException("the backup of " + directory + " can't be read", e);
        }
    }

    private void read(Collection<TableName> names, Consumer<String> said) throws IOException {
        BackupIndex index = BackupIndex.read(directory);
        Set<TableName> unknown = new HashSet<>(names);
        index.tables().forEach(entry -> unknown.remove(entry.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("The backup of " + directory + " has no table " + unknown);
        }
        List<BackupIndex.Entry> chosen = index.tables().stream()
                .filter(entry -> names.isEmpty() || names.contains(entry.name()))
                .toList();
        for (BackupIndex.Entry entry : chosen) {
            TableFile.check(directory.resolve(entry.file()), entry.content());
            if (existing == Existing.REFUSED) {
                find(entry.name()).ifPresent(table -> {
                    throw new StoreException(
                            StoreCondition.TABLE_ALREADY_EXISTS,
                            "The store has a table " + entry.name() + " already; nothing was restored",
                            Map.of("table", entry.name().toString()));
                });
            }
        }
        Set<String> there = new HashSet<>(store.namespaces());
        for (Map.Entry<String, Map<String, String>> space : index.namespaces().entrySet()) {
            boolean needed = names.isEmpty()
                    || chosen.stream()
                            .anyMatch(entry -> entry.name().namespace().equals(space.getKey()));
            if (needed && !there.contains(space.getKey())) {
                store.createNamespace(space.getKey(), space.getValue());
            }
        }
        for (BackupIndex.Entry entry : chosen) {
            try (TableFile.Reader reader = new TableFile.Reader(directory.resolve(entry.file()))) {
                if (entry.kind() == TableKind.ROW) {
                    rows(reader);
                } else {
                    columns(reader);
                }
            }
            said.accept(entry.name() + ": " + entry.rows() + " rows");
        }
    }

    private Optional<Table> find(TableName name) {
        try {
            return Optional.of(store.table(name));
        } catch (StoreException e) {
            if (e.condition() == StoreCondition.TABLE_NOT_FOUND
                    || e.condition() == StoreCondition.NAMESPACE_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Fills a table that nobody knows, and gives it its name. */
    private void columns(TableFile.Reader reader) throws IOException {
        TableSpec spec = reader.header().spec();
        TableName hidden = new TableName(
                spec.name().namespace(), HIDDEN + UUID.randomUUID().toString().replace("-", ""));
        Table table = store.create(named(spec, hidden));
        boolean done = false;
        try {
            fill(table, reader);
            find(spec.name()).ifPresent(old -> store.drop(spec.name()));
            store.alter(table, spec);
            done = true;
        } finally {
            if (!done) {
                store.drop(hidden);
            }
        }
    }

    private static TableSpec named(TableSpec spec, TableName name) {
        return new TableSpec(
                name,
                spec.kind(),
                spec.columns(),
                spec.placement(),
                spec.persistence(),
                spec.keyColumns(),
                spec.batchBytes(),
                spec.compression(),
                spec.expire(),
                spec.comment(),
                spec.properties());
    }

    private void fill(Table table, TableFile.Reader reader) throws IOException {
        long write = store.beginWrite(table, false);
        Map<Integer, List<Batch>> added = new HashMap<>();
        long next = 0;
        for (Optional<TableFile.Stored> found = reader.next(); found.isPresent(); found = reader.next()) {
            int bucket = found.get().part().bucket();
            Batch old = found.get().part().batch();
            List<byte[]> columns = found.get().bytes().subList(0, old.chunks().size());
            BatchId id = new BatchId(write, next++);
            Optional<Batch.Deletes> deletes = Optional.empty();
            if (old.deletes().isPresent()) {
                deletes = Optional.of(new Batch.Deletes(
                        new BatchId(write, next++), old.deletes().get().rows()));
            }
            Batch batch = new Batch(id, old.rows(), old.chunks(), deletes);
            store.upload(table, bucket, batch, columns);
            if (deletes.isPresent()) {
                store.uploadDeletes(
                        table, bucket, id, deletes.get(), found.get().bytes().get(columns.size()));
            }
            added.computeIfAbsent(bucket, key -> new ArrayList<>()).add(batch);
        }
        List<Commit.BucketChange> changes = new ArrayList<>();
        added.forEach((bucket, batches) -> changes.add(new Commit.BucketChange(bucket, batches, List.of(), List.of())));
        store.commit(table, new Commit(write, 0, false, changes, Set.of(), Optional.empty()));
    }

    private void rows(TableFile.Reader reader) throws IOException {
        TableName name = reader.header().spec().name();
        find(name).ifPresent(old -> store.drop(name));
        Table table = store.create(reader.header().spec());
        boolean done = false;
        try {
            RowFiles.fill(store, table, reader);
            done = true;
        } finally {
            if (!done) {
                store.drop(name);
            }
        }
    }
}
