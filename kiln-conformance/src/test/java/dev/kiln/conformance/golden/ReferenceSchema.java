package dev.kiln.conformance.golden;

import dev.kiln.conformance.tpc.TpcdsSchema;
import java.util.Set;
import org.apache.spark.sql.connect.SparkSession;

/** The empty TPC-DS tables that one of the files reads. */
final class ReferenceSchema {
    private static final Set<String> FILES = Set.of("pipe-operators.sql");

    private ReferenceSchema() {}

    static boolean needs(String file) {
        return FILES.contains(file);
    }

    static void create(SparkSession session) {
        TpcdsSchema.columns().forEach((table, columns) -> {
            session.sql("DROP TABLE IF EXISTS `" + table + "`");
            session.sql("CREATE TABLE `" + table + "` (" + columns + ") USING parquet");
        });
    }
}
