package dev.kiln.engine.analysis;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.command.TruncateTableCommand;
import org.apache.spark.sql.util.PartitioningUtils;
import scala.Option;
import scala.collection.immutable.Map;
import scala.jdk.javaapi.CollectionConverters;

/** The directories that Spark's command for TRUNCATE TABLE deletes and makes again. */
final class TruncatedDirectories {
    private TruncatedDirectories() {}

    /** None if the command is going to fail before it deletes anything. */
    static List<Path> of(TruncateTableCommand command, SparkSession session) {
        try {
            return lookUp(command, session);
        } catch (AnalysisException e) {
            return List.of(); // the command finds the same and says so
        }
    }

    private static List<Path> lookUp(TruncateTableCommand command, SparkSession session) throws AnalysisException {
        SessionCatalog catalog = session.sessionState().catalog();
        CatalogTable table = catalog.getTableMetadata(command.tableName());
        boolean partitioned = table.partitionColumnNames().nonEmpty();
        boolean fails = !table.tableType().equals(CatalogTableType.MANAGED())
                || command.partitionSpec().isDefined() && !(partitioned && table.tracksPartitionsInCatalog());
        if (fails) {
            return List.of();
        }
        List<Option<URI>> locations = new ArrayList<>();
        if (partitioned) {
            Option<Map<String, String>> spec = command.partitionSpec()
                    .map(named -> PartitioningUtils.normalizePartitionSpec(
                            named,
                            table.partitionSchema(),
                            table.identifier().quotedString(),
                            session.sessionState().conf().resolver()));
            for (CatalogTablePartition partition :
                    CollectionConverters.asJava(catalog.listPartitions(table.identifier(), spec))) {
                locations.add(partition.storage().locationUri());
            }
        } else {
            locations.add(table.storage().locationUri());
        }
        return locations.stream()
                .filter(Option::isDefined)
                .map(location -> new Path(location.get()))
                .toList();
    }
}
