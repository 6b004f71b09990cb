package dev.kiln.connector.table;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.ddl.TableOptions;
import dev.kiln.store.table.TableSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsRowLevelOperations;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.index.SupportsIndex;
import org.apache.spark.sql.connector.catalog.index.TableIndex;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperationBuilder;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table of the store in Spark. */
public class StoreTable
        implements SupportsRead,
                SupportsWrite,
                SupportsMetadataColumns,
                SupportsDeleteV2,
                SupportsRowLevelOperations,
                SupportsIndex {
    /** Properties that are the connector's own begin with this, and users don't see them. */
    public static final String OWN_PROPERTIES = "kiln.";

    private final String name;
    private final StoreRelation relation;
    private final TableAccess access;
    private final TableIndexes indexes;

    /**
     * A table.
     *
     * @param name as messages call it
     */
    public StoreTable(String name, StoreRelation relation) {
        this.name = name;
        this.relation = relation;
        this.access = relation.isRows() ? new RowAccess(relation) : new ColumnAccess(relation);
        this.indexes = new TableIndexes(relation);
    }

    /** The table as the connector knows it. */
    public StoreRelation relation() {
        return relation;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
        return relation.schema();
    }

    @Override
    public Transform[] partitioning() {
        return relation.partitioning();
    }

    @Override
    public Map<String, String> properties() {
        TableSpec spec = relation.table().spec();
        Map<String, String> properties = new TreeMap<>();
        spec.properties().forEach((key, value) -> {
            if (!key.startsWith(OWN_PROPERTIES)) {
                properties.put(key, value);
            }
        });
        TableOptions.of(spec).forEach((key, value) -> properties.put(TableCatalog.OPTION_PREFIX + key, value));
        properties.put(TableCatalog.PROP_PROVIDER, spec.kind().name().toLowerCase(Locale.ROOT));
        spec.comment().ifPresent(comment -> properties.put(TableCatalog.PROP_COMMENT, comment));
        return properties;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return EnumSet.of(
                TableCapability.BATCH_READ,
                TableCapability.BATCH_WRITE,
                TableCapability.TRUNCATE,
                TableCapability.STREAMING_WRITE);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return access.scan();
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return access.write(info);
    }

    @Override
    public RowLevelOperationBuilder newRowLevelOperationBuilder(RowLevelOperationInfo info) {
        return () -> access.change(info.command());
    }

    @Override
    public boolean canDeleteWhere(Predicate[] predicates) {
        return access.canDelete(predicates);
    }

    @Override
    public void deleteWhere(Predicate[] predicates) {
        if (predicates.length == 0
                || Arrays.stream(predicates)
                        .allMatch(predicate -> predicate.name().equals("ALWAYS_TRUE"))) {
            access.truncate();
        } else {
            access.delete(predicates);
        }
    }

    @Override
    public boolean truncateTable() {
        access.truncate();
        return true;
    }

    @Override
    public void createIndex(
            String indexName,
            NamedReference[] columns,
            Map<NamedReference, Map<String, String>> columnsProperties,
            Map<String, String> properties) {
        indexes.create(indexName, columns, columnsProperties, properties);
    }

    @Override
    public void dropIndex(String indexName) {
        indexes.drop(indexName);
    }

    @Override
    public boolean indexExists(String indexName) {
        return indexes.find(indexName).isPresent();
    }

    @Override
    public TableIndex[] listIndexes() {
        return indexes.list();
    }

    /** Declared by two of newer Spark's interfaces. */
    @Override
    public CustomTaskMetric[] reportDriverMetrics() {
        return new CustomTaskMetric[0];
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        return access.places().stream().map(Place::new).toArray(MetadataColumn[]::new);
    }

    @Override
    public String toString() {
        return name;
    }

    private record Place(String name) implements MetadataColumn {
        @Override
        public DataType dataType() {
            return DataTypes.LongType;
        }

        @Override
        public boolean isNullable() {
            return false;
        }
    }
}
