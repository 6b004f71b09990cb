package dev.kiln.catalog;

import dev.kiln.catalog.store.CatalogStore;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.catalog.CatalogDatabase;
import org.apache.spark.sql.catalyst.catalog.CatalogFunction;
import org.apache.spark.sql.catalyst.catalog.CatalogStatistics;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalog;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/**
 * Spark's catalog over a store. Behaves as Spark's in-memory catalog does, errors included.
 *
 * <p>Safe for use by many threads.
 */
public class StoreCatalog implements ExternalCatalog {
    private final Databases databases;
    private final Tables tables;
    private final Partitions partitions;
    private final Functions functions;

    /** @param hadoop how the directories of databases, tables and partitions are made */
    public StoreCatalog(CatalogStore store, Configuration hadoop) {
        this.databases = new Databases(store, hadoop);
        this.tables = new Tables(store, hadoop, databases);
        this.partitions = new Partitions(store, hadoop, tables);
        this.functions = new Functions(store, databases);
    }

    @Override
    public void createDatabase(CatalogDatabase definition, boolean ignoreIfExists) {
        databases.create(definition, ignoreIfExists);
    }

    @Override
    public void dropDatabase(String database, boolean ignoreIfNotExists, boolean cascade) {
        databases.drop(database, ignoreIfNotExists, cascade);
    }

    @Override
    public void alterDatabase(CatalogDatabase definition) {
        databases.alter(definition);
    }

    @Override
    public CatalogDatabase getDatabase(String database) {
        return databases.get(database);
    }

    @Override
    public boolean databaseExists(String database) {
        return databases.exists(database);
    }

    @Override
    public Seq<String> listDatabases() {
        return databases.list();
    }

    @Override
    public Seq<String> listDatabases(String pattern) {
        return databases.list(pattern);
    }

    /** Sessions keep their current database themselves. */
    @Override
    public void setCurrentDatabase(String database) {}

    @Override
    public void createTable(CatalogTable definition, boolean ignoreIfExists) {
        tables.create(definition, ignoreIfExists);
    }

    @Override
    public void dropTable(String database, String table, boolean ignoreIfNotExists, boolean purge) {
        tables.drop(database, table, ignoreIfNotExists);
    }

    @Override
    public void renameTable(String database, String oldName, String newName) {
        tables.rename(database, oldName, newName);
    }

    @Override
    public void alterTable(CatalogTable definition) {
        tables.alter(definition);
    }

    @Override
    public void alterTableDataSchema(String database, String table, StructType newDataSchema) {
        tables.alterDataSchema(database, table, newDataSchema);
    }

    @Override
    public void alterTableSchema(String database, String table, StructType newSchema) {
        tables.alterSchema(database, table, newSchema);
    }

    @Override
    public void alterTableStats(String database, String table, Option<CatalogStatistics> statistics) {
        tables.alterStatistics(database, table, statistics);
    }

    @Override
    public CatalogTable getTable(String database, String table) {
        return tables.get(database, table);
    }

    @Override
    public Seq<CatalogTable> getTablesByName(String database, Seq<String> names) {
        return tables.getAll(database, names);
    }

    @Override
    public boolean tableExists(String database, String table) {
        return tables.exists(database, table);
    }

    @Override
    public Seq<String> listTables(String database) {
        return tables.list(database);
    }

    @Override
    public Seq<String> listTables(String database, String pattern) {
        return tables.list(database, pattern);
    }

    @Override
    public Seq<String> listViews(String database, String pattern) {
        return tables.listViews(database, pattern);
    }

    @Override
    public void loadTable(String database, String table, String loadPath, boolean isOverwrite, boolean isSourceLocal) {
        throw QueryExecutionErrors.methodNotImplementedError("loadTable");
    }

    @Override
    public void loadPartition(
            String database,
            String table,
            String loadPath,
            Map<String, String> spec,
            boolean isOverwrite,
            boolean inheritTableSpecs,
            boolean isSourceLocal) {
        throw QueryExecutionErrors.methodNotImplementedError("loadPartition");
    }

    @Override
    public void loadDynamicPartitions(
            String database,
            String table,
            String loadPath,
            Map<String, String> spec,
            boolean replace,
            int dynamicPartitions) {
        throw QueryExecutionErrors.methodNotImplementedError("loadDynamicPartitions");
    }

    @Override
    public void createPartitions(
            String database, String table, Seq<CatalogTablePartition> parts, boolean ignoreIfExists) {
        partitions.create(database, table, parts, ignoreIfExists);
    }

    @Override
    public void dropPartitions(
            String database,
            String table,
            Seq<Map<String, String>> specs,
            boolean ignoreIfNotExists,
            boolean purge,
            boolean retainData) {
        partitions.drop(database, table, specs, ignoreIfNotExists, retainData);
    }

    @Override
    public void renamePartitions(
            String database, String table, Seq<Map<String, String>> specs, Seq<Map<String, String>> newSpecs) {
        partitions.rename(database, table, specs, newSpecs);
    }

    @Override
    public void alterPartitions(String database, String table, Seq<CatalogTablePartition> parts) {
        partitions.alter(database, table, parts);
    }

    @Override
    public CatalogTablePartition getPartition(String database, String table, Map<String, String> spec) {
        return partitions.get(database, table, spec);
    }

    @Override
    public Option<CatalogTablePartition> getPartitionOption(String database, String table, Map<String, String> spec) {
        return partitions.getOptional(database, table, spec);
    }

    @Override
    public Seq<String> listPartitionNames(String database, String table, Option<Map<String, String>> partialSpec) {
        return partitions.listNames(database, table, partialSpec);
    }

    @Override
    public Seq<CatalogTablePartition> listPartitions(
            String database, String table, Option<Map<String, String>> partialSpec) {
        return partitions.list(database, table, partialSpec);
    }

    @Override
    public Seq<CatalogTablePartition> listPartitionsByFilter(
            String database, String table, Seq<Expression> predicates, String defaultTimeZone) {
        return partitions.listByFilter(database, table, predicates, defaultTimeZone);
    }

    @Override
    public void createFunction(String database, CatalogFunction function) {
        functions.create(database, function);
    }

    @Override
    public void dropFunction(String database, String name) {
        functions.drop(database, name);
    }

    @Override
    public void alterFunction(String database, CatalogFunction function) {
        functions.alter(database, function);
    }

    @Override
    public void renameFunction(String database, String oldName, String newName) {
        functions.rename(database, oldName, newName);
    }

    @Override
    public CatalogFunction getFunction(String database, String name) {
        return functions.get(database, name);
    }

    @Override
    public boolean functionExists(String database, String name) {
        return functions.exists(database, name);
    }

    @Override
    public Seq<String> listFunctions(String database, String pattern) {
        return functions.list(database, pattern);
    }
}
