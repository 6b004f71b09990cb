package dev.kiln.catalog;

import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalog;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** All that a catalog holds, as text. */
final class CatalogState {
    private CatalogState() {}

    static String describe(ExternalCatalog catalog) {
        StringBuilder text = new StringBuilder();
        for (String database : CollectionConverters.asJava(catalog.listDatabases())) {
            text.append(new DatabaseCodec().encode(catalog.getDatabase(database)))
                    .append('\n');
            for (String table : CollectionConverters.asJava(catalog.listTables(database))) {
                text.append(new TableCodec().encode(catalog.getTable(database, table)))
                        .append('\n');
                for (String name :
                        CollectionConverters.asJava(catalog.listPartitionNames(database, table, Option.empty()))) {
                    text.append("  ").append(name).append('\n');
                }
                CollectionConverters.asJava(catalog.listPartitions(database, table, Option.empty())).stream()
                        .map(CatalogState::describe)
                        .sorted()
                        .forEach(
                                partition -> text.append("  ").append(partition).append('\n'));
            }
            CollectionConverters.asJava(catalog.listFunctions(database, "*")).stream()
                    .sorted()
                    .forEach(
                            function -> text.append(new FunctionCodec().encode(catalog.getFunction(database, function)))
                                    .append('\n'));
        }
        return text.toString();
    }

    private static String describe(CatalogTablePartition partition) {
        return new PartitionCodec().encode(partition);
    }
}
