package dev.kiln.catalog;

import dev.kiln.catalog.store.CatalogStore;
import dev.kiln.catalog.store.Entries;
import dev.kiln.catalog.store.FileWork;
import dev.kiln.catalog.store.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.catalyst.catalog.CatalogStatistics;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.catalyst.util.StringUtils;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The tables and views of the catalog. */
final class Tables {
    private static final String NO_LOCATION =
            "Managed table should always have table location, as we will assign a default location to it if it"
                    + " doesn't have one.";

    /** Not all versions of Spark know all of them. */
    private static final Set<String> VIEW_TYPES = Set.of("VIEW", "METRIC_VIEW");

    private final CatalogStore store;
    private final Configuration hadoop;
    private final Databases databases;
    private final Entries tables;
    private final Entries partitions;
    private final TableCodec codec = new TableCodec();
    private final PartitionCodec partitionCodec = new PartitionCodec();
    private final DecodedTables decoded = new DecodedTables(codec);

    Tables(CatalogStore store, Configuration hadoop, Databases databases) {
        this.store = store;
        this.hadoop = hadoop;
        this.databases = databases;
        this.tables = store.entries("tables");
        this.partitions = store.entries("partitions");
    }

    void create(CatalogTable definition, boolean ignoreIfExists) {
        String database = databaseOf(definition, "Cannot create table without a database specified.");
        String name = definition.identifier().table();
        store.change(transaction -> {
            databases.require(database);
            if (tables.contains(Entries.key(database, name))) {
                if (!ignoreIfExists) {
                    throw Failures.raise(new TableAlreadyExistsException(database, name));
                }
                return;
            }
            boolean needsLocation =
                    isManaged(definition) && definition.storage().locationUri().isEmpty();
            CatalogTable located = needsLocation ? withDefaultLocation(definition, database) : definition;
            if (located.storage().locationUri().isDefined()) {
                transaction.keep(new Path(located.location()));
            }
            transaction.put(
                    tables, Entries.key(database, name), codec.encode(TableChanges.withoutCommentProperty(located)));
        });
    }

    private CatalogTable withDefaultLocation(CatalogTable definition, String database) {
        String name = definition.identifier().table();
        Path location = new Path(new Path(databases.require(database).locationUri()), name);
        try {
            location.getFileSystem(hadoop).mkdirs(location);
        } catch (IOException e) {
            throw Failures.raise(
                    QueryExecutionErrors.unableToCreateTableAsFailedToCreateDirectoryError(name, location, e));
        }
        return TableChanges.withLocation(definition, location.toUri());
    }

    void drop(String database, String name, boolean ignoreIfNotExists) {
        store.change(transaction -> {
            Optional<CatalogTable> found = find(database, name);
            if (found.isEmpty()) {
                if (!ignoreIfNotExists) {
                    throw Failures.noSuchTable(database, name);
                }
                return;
            }
            CatalogTable table = found.get();
            if (isManaged(table)) {
                deleteData(transaction, database, table);
            }
            String key = Entries.key(database, name);
            partitions.keysBelow(key).forEach(partition -> transaction.remove(partitions, partition));
            transaction.remove(tables, key);
        });
    }

    private void deleteData(Transaction transaction, String database, CatalogTable table) {
        String name = table.identifier().table();
        Failures.check(table.storage().locationUri().isDefined(), NO_LOCATION);
        for (Entries.Entry entry : partitions.below(Entries.key(database, name))) {
            Path path = new Path(partitionCodec.decode(entry.text()).location());
            transaction.afterwards(new FileWork.Delete(
                    path, cause -> QueryExecutionErrors.unableToDeletePartitionPathError(path, cause)));
        }
        Path directory = new Path(table.location());
        transaction.afterwards(new FileWork.Delete(
                directory,
                cause -> QueryExecutionErrors.unableToDropTableAsFailedToDeleteDirectoryError(name, directory, cause)));
    }

    void rename(String database, String oldName, String newName) {
        store.change(transaction -> {
            CatalogTable table = require(database, oldName);
            String oldKey = Entries.key(database, oldName);
            String newKey = Entries.key(database, newName);
            if (tables.contains(newKey)) {
                throw Failures.raise(new TableAlreadyExistsException(database, newName));
            }
            CatalogTable renamed = TableChanges.withName(table, newName);
            UnaryOperator<CatalogTablePartition> move = UnaryOperator.identity();
            if (isManaged(table)) {
                Failures.check(table.storage().locationUri().isDefined(), NO_LOCATION);
                Path from = new Path(table.location());
                Path to = new Path(new Path(databases.require(database).locationUri()), newName);
                renamed = TableChanges.withLocation(renamed, to.toUri());
                move = partition -> TableChanges.movedPartition(partition, from, to);
                transaction.afterwards(new FileWork.Rename(
                        from,
                        to,
                        cause -> QueryExecutionErrors.unableToRenameTableAsFailedToRenameDirectoryError(
                                oldName, newName, from, cause)));
            }
            for (Entries.Entry entry : partitions.below(oldKey)) {
                CatalogTablePartition partition = move.apply(partitionCodec.decode(entry.text()));
                transaction.remove(partitions, entry.key());
                transaction.put(
                        partitions,
                        Entries.key(database, newName, Entries.lastPart(entry.key())),
                        partitionCodec.encode(partition));
            }
            transaction.remove(tables, oldKey);
            transaction.put(tables, newKey, codec.encode(renamed));
        });
    }

    void alter(CatalogTable definition) {
        String database = databaseOf(definition, "Cannot alter table without a database specified.");
        String name = definition.identifier().table();
        change(database, name, table -> TableChanges.withoutCommentProperty(definition));
    }

    void alterDataSchema(String database, String name, StructType dataSchema) {
        change(database, name, table -> {
            List<StructField> fields = new ArrayList<>(List.of(dataSchema.fields()));
            fields.addAll(List.of(table.partitionSchema().fields()));
            return TableChanges.withSchema(table, new StructType(fields.toArray(StructField[]::new)));
        });
    }

    void alterSchema(String database, String name, StructType schema) {
        change(database, name, table -> {
            List<String> partitionColumns = CollectionConverters.asJava(table.partitionColumnNames());
            List<String> names = List.of(schema.fieldNames());
            List<String> last = names.subList(Math.max(0, names.size() - partitionColumns.size()), names.size());
            Failures.check(
                    last.equals(partitionColumns),
                    "Partition columns " + table.partitionColumnNames().mkString("[", ", ", "]")
                            + " are only supported at the end of the new schema " + schema.catalogString()
                            + " for now.");
            return TableChanges.withSchema(table, schema);
        });
    }

    void alterStatistics(String database, String name, Option<CatalogStatistics> statistics) {
        change(database, name, table -> TableChanges.withStatistics(table, statistics));
    }

    private void change(String database, String name, UnaryOperator<CatalogTable> change) {
        store.change(transaction -> transaction.put(
                tables, Entries.key(database, name), codec.encode(change.apply(require(database, name)))));
    }

    CatalogTable get(String database, String name) {
        return store.read(() -> {
            databases.require(database);
            return require(database, name);
        });
    }

    Seq<CatalogTable> getAll(String database, Seq<String> names) {
        return store.read(() -> {
            databases.require(database);
            List<CatalogTable> found = new ArrayList<>();
            for (String name : CollectionConverters.asJava(names)) {
                find(database, name).ifPresent(found::add);
            }
            return Json.seq(found);
        });
    }

    boolean exists(String database, String name) {
        return store.read(() -> tables.contains(Entries.key(database, name)));
    }

    Seq<String> list(String database) {
        return names(database, () -> tables.keysBelow(database).stream());
    }

    Seq<String> list(String database, String pattern) {
        return StringUtils.filterPattern(list(database), pattern);
    }

    Seq<String> listViews(String database, String pattern) {
        Seq<String> views = names(database, () -> tables.below(database).stream()
                .filter(entry -> VIEW_TYPES.contains(
                        decoded.decode(entry.key(), entry.text()).tableType().name()))
                .map(Entries.Entry::key));
        return StringUtils.filterPattern(views, pattern);
    }

    private Seq<String> names(String database, Supplier<Stream<String>> keys) {
        return store.read(() -> {
            databases.require(database);
            return Json.seq(keys.get().map(Entries::lastPart).toList());
        });
    }

    /** The table, for code that holds the store's lock already; raises Spark's error if it does not exist. */
    CatalogTable require(String database, String name) {
        return find(database, name).orElseThrow(() -> Failures.noSuchTable(database, name));
    }

    private Optional<CatalogTable> find(String database, String name) {
        String key = Entries.key(database, name);
        return tables.get(key).map(text -> decoded.decode(key, text));
    }

    static boolean isManaged(CatalogTable table) {
        return table.tableType().equals(CatalogTableType.MANAGED());
    }

    private static String databaseOf(CatalogTable table, String problem) {
        Failures.check(
                table.identifier().database().isDefined(),
                "Table identifier " + table.identifier().quotedString() + " is missing database name. " + problem);
        return table.identifier().database().get();
    }
}
