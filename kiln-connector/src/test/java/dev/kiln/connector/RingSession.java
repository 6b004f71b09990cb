package dev.kiln.connector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A local Spark and a store in processes of its own. */
final class RingSession implements AutoCloseable {
    final SparkSession spark;
    final StoreProcesses store;

    RingSession(Path directory) throws IOException, InterruptedException {
        store = new StoreProcesses(directory, 2);
        try {
            spark = SparkSession.builder()
                    .master("local[2]")
                    .appName("ring")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.shuffle.partitions", "2")
                    .config("spark.log.level", "WARN")
                    .config("spark.sql.session.timeZone", "UTC")
                    .config("spark.sql.catalog.store", StoreCatalog.class.getName())
                    .config("spark.sql.extensions", StoreExtensions.class.getName())
                    .config("spark.kiln.store.locators", store.locator())
                    .getOrCreate();
            sql("CREATE NAMESPACE store.db");
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    List<Row> sql(String text) {
        return spark.sql(text).collectAsList();
    }

    /** Rows as text, in order. */
    List<String> rows(String text) {
        return sql(text).stream().map(Row::toString).toList();
    }

    String plan(String text) {
        return String.join("\n", rows("EXPLAIN FORMATTED " + text));
    }

    @Override
    public void close() {
        try {
            spark.stop();
        } finally {
            store.close();
        }
    }
}
