package dev.kiln.connector;

import dev.kiln.connector.bucket.BucketFunction;
import dev.kiln.connector.catalog.StoreNamespaces;
import dev.kiln.connector.catalog.StoreTables;
import dev.kiln.connector.session.StoreSettings;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The store as a catalog of Spark's: {@code spark.sql.catalog.store=dev.kiln.connector.StoreCatalog} and
 * {@code spark.kiln.store.locators=host:port}, or {@code spark.sql.catalog.store.locators}. Safe for use by several threads.
 */
public final class StoreCatalog implements StagingTableCatalog, SupportsNamespaces, FunctionCatalog {
    private String name = "store";
    private StoreTables tables = new StoreTables(name, StoreSettings.of(Map.of()));
    private StoreNamespaces namespaces = new StoreNamespaces(StoreSettings.of(Map.of()));

    /** Made by Spark. */
    public StoreCatalog() {}

    @Override
    public void initialize(String name, CaseInsensitiveStringMap options) {
        this.name = name;
        StoreSettings settings = StoreSettings.of(options.asCaseSensitiveMap());
        this.tables = new StoreTables(name, settings);
        this.namespaces = new StoreNamespaces(settings);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String[] defaultNamespace() {
        return new String[] {StoreNamespaces.DEFAULT};
    }

    @Override
    public Set<TableCatalogCapability> capabilities() {
        return Set.of(TableCatalogCapability.SUPPORT_COLUMN_DEFAULT_VALUE);
    }

    @Override
    public Identifier[] listTables(String[] namespace) {
        return tables.list(namespace);
    }

    @Override
    public Table loadTable(Identifier ident) {
        return tables.load(ident);
    }

    @Override
    @SuppressWarnings("deprecation")
    public Table createTable(
            Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties) {
        return tables.create(ident, columns, partitions, properties);
    }

    @Override
    @SuppressWarnings("deprecation")
    public Table createTable(
            Identifier ident, StructType schema, Transform[] partitions, Map<String, String> properties) {
        return tables.create(ident, StoreTables.columns(schema), partitions, properties);
    }

    @Override
    public Table alterTable(Identifier ident, TableChange... changes) {
        return tables.alter(ident, changes);
    }

    @Override
    public boolean dropTable(Identifier ident) {
        return tables.drop(ident);
    }

    @Override
    public boolean purgeTable(Identifier ident) {
        return tables.drop(ident);
    }

    @Override
    public void renameTable(Identifier oldIdent, Identifier newIdent) {
        tables.rename(oldIdent, newIdent);
    }

    @Override
    @SuppressWarnings("deprecation")
    public StagedTable stageCreate(
            Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties) {
        return tables.stage(ident, columns, partitions, properties, StoreTables.Existing.MUST_NOT);
    }

    @Override
    @SuppressWarnings("deprecation")
    public StagedTable stageReplace(
            Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties) {
        return tables.stage(ident, columns, partitions, properties, StoreTables.Existing.MUST);
    }

    @Override
    @SuppressWarnings("deprecation")
    public StagedTable stageCreateOrReplace(
            Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties) {
        return tables.stage(ident, columns, partitions, properties, StoreTables.Existing.MAY);
    }

    @Override
    @SuppressWarnings("deprecation")
    public StagedTable stageCreate(
            Identifier ident, StructType schema, Transform[] partitions, Map<String, String> properties) {
        return stageCreate(ident, StoreTables.columns(schema), partitions, properties);
    }

    @Override
    @SuppressWarnings("deprecation")
    public StagedTable stageReplace(
            Identifier ident, StructType schema, Transform[] partitions, Map<String, String> properties) {
        return stageReplace(ident, StoreTables.columns(schema), partitions, properties);
    }

    @Override
    @SuppressWarnings("deprecation")
    public StagedTable stageCreateOrReplace(
            Identifier ident, StructType schema, Transform[] partitions, Map<String, String> properties) {
        return stageCreateOrReplace(ident, StoreTables.columns(schema), partitions, properties);
    }

    @Override
    public String[][] listNamespaces() {
        return namespaces.list();
    }

    @Override
    public String[][] listNamespaces(String[] namespace) {
        return namespaces.list(namespace);
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) {
        return namespaces.load(namespace);
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata) {
        namespaces.create(namespace, metadata);
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        namespaces.alter(namespace, changes);
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade) {
        return namespaces.drop(namespace, cascade);
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return namespace.length == 0
                ? new Identifier[] {Identifier.of(namespace, BucketFunction.NAME)}
                : new Identifier[0];
    }

    @Override
    public UnboundFunction loadFunction(Identifier ident) throws NoSuchFunctionException {
        if (ident.name().equalsIgnoreCase(BucketFunction.NAME)) {
            return new BucketFunction();
        }
        throw new NoSuchFunctionException(ident);
    }
}
