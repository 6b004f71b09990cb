package dev.kiln.catalog;

import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogStatistics;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map;

/** Copies of tables and partitions with one thing changed: what Scala's {@code copy} with named arguments would be. */
final class TableChanges {
    private TableChanges() {}

    static CatalogTable withName(CatalogTable table, String name) {
        TableIdentifier old = table.identifier();
        return copy(
                table,
                new TableIdentifier(name, old.database(), old.catalog()),
                table.storage(),
                table.schema(),
                table.properties(),
                table.stats());
    }

    static CatalogTable withLocation(CatalogTable table, URI location) {
        return copy(
                table,
                table.identifier(),
                withLocation(table.storage(), Option.apply(location)),
                table.schema(),
                table.properties(),
                table.stats());
    }

    static CatalogTable withSchema(CatalogTable table, StructType schema) {
        return copy(table, table.identifier(), table.storage(), schema, table.properties(), table.stats());
    }

    static CatalogTable withStatistics(CatalogTable table, Option<CatalogStatistics> statistics) {
        return copy(table, table.identifier(), table.storage(), table.schema(), table.properties(), statistics);
    }

    /** A table's comment has a field of its own; Spark's catalogs drop it from the properties. */
    static CatalogTable withoutCommentProperty(CatalogTable table) {
        Map<String, String> properties = table.properties().removed("comment");
        return copy(table, table.identifier(), table.storage(), table.schema(), properties, table.stats());
    }

    static CatalogTablePartition withLocation(CatalogTablePartition partition, URI location) {
        return withSpecAndStorage(
                partition, partition.spec(), withLocation(partition.storage(), Option.apply(location)));
    }

    static CatalogTablePartition withSpec(CatalogTablePartition partition, Map<String, String> spec) {
        return withSpecAndStorage(partition, spec, partition.storage());
    }

    /** A partition after its table's directory has moved. */
    static CatalogTablePartition movedPartition(CatalogTablePartition partition, Path from, Path to) {
        Option<URI> location = partition.storage().locationUri();
        if (location.isEmpty()) {
            return partition;
        }
        String moved = location.get().toString().replace(from.toString(), to.toString());
        return withLocation(partition, new Path(moved).toUri());
    }

    private static CatalogTablePartition withSpecAndStorage(
            CatalogTablePartition partition, Map<String, String> spec, CatalogStorageFormat storage) {
        return partition.copy(
                spec,
                storage,
                partition.parameters(),
                partition.createTime(),
                partition.lastAccessTime(),
                partition.stats());
    }

    private static CatalogStorageFormat withLocation(CatalogStorageFormat storage, Option<URI> location) {
        return storage.copy(
                location,
                storage.inputFormat(),
                storage.outputFormat(),
                storage.serde(),
                storage.compressed(),
                storage.properties(),
                storage.serdeName());
    }

    private static CatalogTable copy(
            CatalogTable table,
            TableIdentifier identifier,
            CatalogStorageFormat storage,
            StructType schema,
            Map<String, String> properties,
            Option<CatalogStatistics> statistics) {
        return table.copy(
                identifier,
                table.tableType(),
                storage,
                schema,
                table.provider(),
                table.partitionColumnNames(),
                table.bucketSpec(),
                table.owner(),
                table.createTime(),
                table.lastAccessTime(),
                table.createVersion(),
                properties,
                statistics,
                table.viewText(),
                table.comment(),
                table.collation(),
                table.unsupportedFeatures(),
                table.tracksPartitionsInCatalog(),
                table.schemaPreservesCase(),
                table.ignoredProperties(),
                table.viewOriginalText(),
                table.multipartIdentifier());
    }
}
