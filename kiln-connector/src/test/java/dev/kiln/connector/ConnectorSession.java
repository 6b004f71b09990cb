package dev.kiln.connector;

import dev.kiln.connector.fake.MemoryStore;
import dev.kiln.connector.fake.MemoryStores;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A local Spark with a store of its own. */
final class ConnectorSession implements AutoCloseable {
    final SparkSession spark;
    private final String name = "memory:" + UUID.randomUUID();

    ConnectorSession() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("connector")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.timeType.enabled", "true")
                .config("spark.sql.catalog.store", StoreCatalog.class.getName())
                .config("spark.kiln.store.locators", name)
                .getOrCreate();
        sql("CREATE NAMESPACE store.db");
    }

    MemoryStore store() {
        return MemoryStores.named(name);
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
        spark.stop();
    }
}
