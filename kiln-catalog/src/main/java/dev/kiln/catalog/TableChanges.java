package dev.kiln.catalog;

import java.net.URI;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogStatistics;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Copies of tables and partitions with one thing changed: what Scala's {@code copy} with named arguments would be. */
final class TableChanges {
    private TableChanges() {}

    static CatalogTable withName(CatalogTable table, String name) {
        TableIdentifier old = table.identifier();
        return TableCodec.TABLE.copy(
                table, Map.of("identifier", new TableIdentifier(name, old.database(), old.catalog())));
    }

    static CatalogTable withLocation(CatalogTable table, URI location) {
        return TableCodec.TABLE.copy(table, Map.of("storage", withLocation(table.storage(), Option.apply(location))));
    }

    static CatalogTable withSchema(CatalogTable table, StructType schema) {
        return TableCodec.TABLE.copy(table, Map.of("schema", schema));
    }

    static CatalogTable withStatistics(CatalogTable table, Option<CatalogStatistics> statistics) {
        return TableCodec.TABLE.copy(table, Map.of("stats", statistics));
    }

    /** A table's comment has a field of its own; Spark's catalogs drop it from the properties. */
    static CatalogTable withoutCommentProperty(CatalogTable table) {
        return TableCodec.TABLE.copy(
                table, Map.of("properties", table.properties().removed("comment")));
    }

    static CatalogTablePartition withLocation(CatalogTablePartition partition, URI location) {
        return withSpecAndStorage(
                partition, partition.spec(), withLocation(partition.storage(), Option.apply(location)));
    }

    static CatalogTablePartition withSpec(
            CatalogTablePartition partition, scala.collection.immutable.Map<String, String> spec) {
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
            CatalogTablePartition partition,
            scala.collection.immutable.Map<String, String> spec,
            CatalogStorageFormat storage) {
        return partition.copy(
                spec,
                storage,
                partition.parameters(),
                partition.createTime(),
                partition.lastAccessTime(),
                partition.stats());
    }

    private static CatalogStorageFormat withLocation(CatalogStorageFormat storage, Option<URI> location) {
        return StorageCodec.FORMAT.copy(storage, Map.of("locationUri", location));
    }
}
