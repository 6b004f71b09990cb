package dev.kiln.store.backup;

import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.StoredBatch;
import dev.kiln.store.batch.Checksum;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes tables into a directory. A column table is there as it was at one moment; a row table as its rows were when they were
 * read, each at a moment between the begin and the end. Of each table one batch is in memory at a time. For one thread.
 */
public final class TableBackup {
    private static final int ATTEMPTS = 3;
    /** Tables under these names are being filled, and will have another name or go. */
    private static final String HIDDEN = "__kiln_";

    private final Store store;
    private final Path directory;
    private final Consumer<String> said;

    private TableBackup(Store store, Path directory, Consumer<String> said) {
        this.store = store;
        this.directory = directory;
        this.said = said;
    }

    /**
     * Writes tables.
     *
     * @param directory is made; must be empty if it is there
     * @param names of the tables; all tables and namespaces if there are none
     * @param said is told of each table that is written
     * @throws StoreException what the store says
     * @throws IllegalArgumentException if the directory isn't empty
     */
    public static void write(Store store, Path directory, Collection<TableName> names, Consumer<String> said) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalArgumentException("The directory " + directory + " isn't empty");
                }
            }
            new TableBackup(store, directory, said).write(names);
        } catch (IOException e) {
            throw new UncheckedIOException("the backup can't be written to " + directory, e);
        }
    }

    private void write(Collection<TableName> names) throws IOException {
        Set<String> spaces = names.isEmpty()
                ? Set.copyOf(store.namespaces())
                : names.stream().map(TableName::namespace).collect(Collectors.toSet());
        Map<String, Map<String, String>> namespaces = new TreeMap<>();
        spaces.forEach(space -> namespaces.put(space, store.namespace(space)));
        Stream<TableName> chosen = names.isEmpty()
                ? namespaces.keySet().stream().flatMap(space -> store.tables(space).stream())
                : names.stream().distinct();
        List<Table> tables = chosen.filter(name -> !name.name().startsWith(HIDDEN))
                .map(store::table)
                .sorted(Comparator.comparing(TableBackup::isColocated)
                        .thenComparing(table -> table.spec().name().toString()))
                .toList();
        List<BackupIndex.Entry> entries = new ArrayList<>();
        for (Table table : tables) {
            String file = String.format("table-%05d", entries.size() + 1);
            BackupIndex.Entry entry = write(table, file);
            entries.add(entry);
            said.accept(entry.name() + ": " + entry.rows() + " rows, "
                    + entry.content().bytes() + " bytes");
        }
        new BackupIndex(namespaces, entries).write(directory);
    }

    /** Others must be there before these. */
    private static boolean isColocated(Table table) {
        return table.spec().placement() instanceof Placement.Bucketed bucketed
                && bucketed.colocateWith().isPresent();
    }

    private BackupIndex.Entry write(Table table, String file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Path path = directory.resolve(file);
                return table.spec().kind() == TableKind.ROW ? RowFiles.write(store, table, path) : columns(table, path);
            } catch (StoreException e) {
                // Others have replaced so much meanwhile that batches of the snapshot are gone.
                if (e.condition() != StoreCondition.SNAPSHOT_EXPIRED || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private BackupIndex.Entry columns(Table table, Path path) throws IOException {
        Snapshot snapshot = store.snapshot(table);
        Set<Integer> live = table.spec().columns().stream().map(Column::id).collect(Collectors.toSet());
        long rows = 0;
        try (TableFile.Writer writer =
                new TableFile.Writer(path, new TableFile.Header(snapshot.table().spec(), List.of()))) {
            for (int bucket = 0; bucket < snapshot.buckets().size(); bucket++) {
                for (Batch batch : snapshot.buckets().get(bucket).batches()) {
                    add(writer, table, bucket, batch, live);
                    rows += batch.liveRows();
                }
            }
            return new BackupIndex.Entry(
                    table.spec().name(), TableKind.COLUMN, path.getFileName().toString(), rows, writer.finish());
        }
    }

    private void add(TableFile.Writer writer, Table table, int bucket, Batch batch, Set<Integer> live)
            throws IOException {
        List<Chunk> chunks = batch.chunks().stream()
                .filter(chunk -> live.contains(chunk.column()))
                .toList();
        StoredBatch stored = store.read(
                table, bucket, batch.id(), chunks.stream().map(Chunk::column).toList(), batch.deletes(), "localhost");
        List<byte[]> bytes = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            Optional<byte[]> column = stored.columns().get(i);
            if (column.isEmpty() || Checksum.of(column.get()) != chunks.get(i).checksum()) {
                throw new StoreException(
                        StoreCondition.CORRUPT_BATCH,
                        "A batch of " + table.spec().name() + ", bucket " + bucket + ", isn't the one that was written",
                        Map.of("table", table.spec().name().toString(), "bucket", String.valueOf(bucket)));
            }
            bytes.add(column.get());
        }
        stored.deletes().ifPresent(bytes::add);
        Batch kept = new Batch(batch.id(), batch.rows(), chunks, batch.deletes());
        writer.add(new TableFile.Part(bucket, kept), bytes);
    }
}
