package dev.kiln.catalog;

import dev.kiln.catalog.store.CatalogStore;
import dev.kiln.catalog.store.Entries;
import dev.kiln.catalog.store.FileWork;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.analysis.DatabaseAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchDatabaseException;
import org.apache.spark.sql.catalyst.catalog.CatalogDatabase;
import org.apache.spark.sql.catalyst.util.StringUtils;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import org.apache.spark.util.Utils;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/** The databases of the catalog. */
final class Databases {
    private final CatalogStore store;
    private final Configuration hadoop;
    private final Entries databases;
    private final List<Entries> contents;
    private final Entries tables;
    private final Entries functions;
    private final DatabaseCodec codec = new DatabaseCodec();

    Databases(CatalogStore store, Configuration hadoop) {
        this.store = store;
        this.hadoop = hadoop;
        this.databases = store.entries("databases");
        this.tables = store.entries("tables");
        this.functions = store.entries("functions");
        this.contents = List.of(tables, store.entries("partitions"), functions);
    }

    void create(CatalogDatabase definition, boolean ignoreIfExists) {
        store.change(transaction -> {
            if (databases.contains(definition.name())) {
                if (!ignoreIfExists) {
                    throw Failures.raise(new DatabaseAlreadyExistsException(definition.name()));
                }
                return;
            }
            Path location = new Path(definition.locationUri());
            try {
                location.getFileSystem(hadoop).mkdirs(location);
            } catch (IOException e) {
                throw Failures.raise(
                        QueryExecutionErrors.unableToCreateDatabaseAsFailedToCreateDirectoryError(definition, e));
            }
            Map<String, String> properties =
                    Json.with(definition.properties(), SupportsNamespaces.PROP_OWNER, Utils.getCurrentUserName());
            CatalogDatabase database =
                    definition.copy(definition.name(), definition.description(), definition.locationUri(), properties);
            transaction.put(databases, database.name(), codec.encode(database));
        });
    }

    void drop(String name, boolean ignoreIfNotExists, boolean cascade) {
        store.change(transaction -> {
            if (!databases.contains(name)) {
                if (!ignoreIfNotExists) {
                    throw Failures.raise(new NoSuchDatabaseException(name));
                }
                return;
            }
            if (!cascade && (tables.hasKeysBelow(name) || functions.hasKeysBelow(name))) {
                throw Failures.raise(QueryCompilationErrors.cannotDropNonemptyDatabaseError(name));
            }
            CatalogDatabase database = require(name);
            for (Entries entries : contents) {
                entries.keysBelow(name).forEach(key -> transaction.remove(entries, key));
            }
            transaction.remove(databases, name);
            transaction.afterwards(new FileWork.Delete(
                    new Path(database.locationUri()),
                    cause -> QueryExecutionErrors.unableToDropDatabaseAsFailedToDeleteDirectoryError(database, cause)));
        });
    }

    void alter(CatalogDatabase definition) {
        store.change(transaction -> {
            require(definition.name());
            transaction.put(databases, definition.name(), codec.encode(definition));
        });
    }

    CatalogDatabase get(String name) {
        return store.read(() -> require(name));
    }

    boolean exists(String name) {
        return store.read(() -> databases.contains(name));
    }

    Seq<String> list() {
        return Json.seq(store.read(databases::keys));
    }

    Seq<String> list(String pattern) {
        return StringUtils.filterPattern(list(), pattern);
    }

    /**
     * The database, for code that holds the store's lock already; raises Spark's error if it does not exist.
     */
    CatalogDatabase require(String name) {
        return databases.get(name).map(codec::decode).orElseThrow(() -> Failures.noSuchDatabase(name));
    }
}
