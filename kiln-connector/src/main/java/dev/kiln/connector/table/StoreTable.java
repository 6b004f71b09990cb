package dev.kiln.connector.table;

import dev.kiln.connector.change.BatchDelete;
import dev.kiln.connector.change.RowChange;
import dev.kiln.connector.put.PutWriteBuilder;
import dev.kiln.connector.read.StoreScanBuilder;
import dev.kiln.connector.relation.RowPlace;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.write.StoreWriteBuilder;
import dev.kiln.store.ddl.TableOptions;
import dev.kiln.store.table.TableKind;
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
        implements SupportsRead, SupportsWrite, SupportsMetadataColumns, SupportsDeleteV2, SupportsRowLevelOperations {
    /** Properties that are the connector's own begin with this, and users don't see them. */
    public static final String OWN_PROPERTIES = "kiln.";

    private final String name;
    private final StoreRelation relation;

    /**
     * A table.
     *
     * @param name as messages call it
     */
    public StoreTable(String name, StoreRelation relation) {
        this.name = name;
        this.relation = relation;
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
        if (relation.table().spec().kind() == TableKind.ROW) {
            // They are made, described and dropped here, and so far read and written by the store's own clients alone.
            return EnumSet.noneOf(TableCapability.class);
        }
        return EnumSet.of(
                TableCapability.BATCH_READ,
                TableCapability.BATCH_WRITE,
                TableCapability.TRUNCATE,
                TableCapability.STREAMING_WRITE);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new StoreScanBuilder(relation, snapshot -> {});
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return relation.table().spec().kind() == TableKind.COLUMN && PutWriteBuilder.isAskedFor(info)
                ? new PutWriteBuilder(relation, info)
                : new StoreWriteBuilder(relation, info);
    }

    @Override
    public RowLevelOperationBuilder newRowLevelOperationBuilder(RowLevelOperationInfo info) {
        refuseRows();
        return () -> new RowChange(relation, info.command());
    }

    @Override
    public boolean canDeleteWhere(Predicate[] predicates) {
        refuseRows();
        return BatchDelete.isPossible(relation, predicates);
    }

    @Override
    public void deleteWhere(Predicate[] predicates) {
        if (predicates.length == 0
                || Arrays.stream(predicates)
                        .allMatch(predicate -> predicate.name().equals("ALWAYS_TRUE"))) {
            BatchDelete.everything(relation);
            return;
        }
        BatchDelete.run(relation, predicates);
    }

    @Override
    public boolean truncateTable() {
        refuseRows();
        BatchDelete.everything(relation);
        return true;
    }

    private void refuseRows() {
        if (relation.table().spec().kind() == TableKind.ROW) {
            throw new UnsupportedOperationException("Rows of row tables can't be changed from Spark yet: " + name);
        }
    }

    /** Declared by two of newer Spark's interfaces. */
    @Override
    public CustomTaskMetric[] reportDriverMetrics() {
        return new CustomTaskMetric[0];
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        return RowPlace.NAMES.stream().map(Place::new).toArray(MetadataColumn[]::new);
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
