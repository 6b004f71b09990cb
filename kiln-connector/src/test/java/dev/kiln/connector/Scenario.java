package dev.kiln.connector;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What an application does with the store, in statements that every Spark from 3.5 on takes. Its settings are system
 * properties, so that nothing is called here that has other signatures in other versions; it prints an answer per line.
 */
final class Scenario {
    private Scenario() {}

    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder().getOrCreate();
        try {
            run(spark).forEach(line -> System.out.println("ANSWER " + line));
        } finally {
            spark.stop();
        }
    }

    /** The answers, which are the same with every Spark. */
    static List<String> run(SparkSession spark) {
        List<String> answers = new ArrayList<>();
        for (String statement : List.of(
                "CREATE NAMESPACE IF NOT EXISTS store.app",
                "DROP TABLE IF EXISTS store.app.orders",
                "DROP TABLE IF EXISTS store.app.customers",
                "DROP TABLE IF EXISTS store.app.copy",
                "CREATE TABLE store.app.orders (id BIGINT, customer INT, total DECIMAL(10,2), tags ARRAY<STRING>)"
                        + " USING column PARTITIONED BY (bucket(4, customer)) OPTIONS (KEY_COLUMNS 'id')",
                "CREATE TABLE store.app.customers (customer INT, name STRING)"
                        + " USING column OPTIONS (PARTITION_BY 'customer', COLOCATE_WITH 'app.orders')",
                "INSERT INTO store.app.customers SELECT CAST(id AS INT), concat('customer ', id) FROM range(50)",
                "INSERT INTO store.app.orders SELECT id, CAST(id % 50 AS INT), CAST(id * 0.25 AS DECIMAL(10,2)),"
                        + " array('t', CAST(id AS STRING)) FROM range(1000)",
                "SELECT count(*), min(id), max(id) FROM store.app.orders",
                "SELECT count(*), sum(total), max(tags[1]) FROM store.app.orders WHERE customer = 7",
                "SELECT name, sum(total) FROM store.app.orders o JOIN store.app.customers c"
                        + " ON o.customer = c.customer WHERE o.id < 100 GROUP BY name ORDER BY name LIMIT 3",
                "UPDATE store.app.orders SET total = 0 WHERE id % 100 = 0",
                "DELETE FROM store.app.orders WHERE customer = 3",
                "SELECT count(*), sum(total) FROM store.app.orders",
                "MERGE INTO store.app.customers t USING (SELECT CAST(id AS INT) AS k FROM range(48, 53)) s"
                        + " ON t.customer = s.k WHEN MATCHED THEN UPDATE SET name = 'merged'"
                        + " WHEN NOT MATCHED THEN INSERT (customer, name) VALUES (s.k, 'inserted')",
                "SELECT name, count(*) FROM store.app.customers WHERE customer > 46 GROUP BY name ORDER BY name",
                "ALTER TABLE store.app.customers ADD COLUMN age INT",
                "INSERT INTO store.app.customers VALUES (100, 'late', 30)",
                "SELECT * FROM store.app.customers WHERE customer IN (50, 100) ORDER BY customer",
                "CREATE TABLE store.app.copy USING column AS SELECT * FROM store.app.orders WHERE id < 10",
                "SELECT id, customer, total, to_json(tags) FROM store.app.copy ORDER BY id LIMIT 2",
                "INSERT OVERWRITE store.app.copy SELECT * FROM store.app.orders WHERE id = 11",
                "SELECT id, customer, total, to_json(tags) FROM store.app.copy")) {
            for (Row row : spark.sql(statement).collectAsList()) {
                answers.add(row.toString());
            }
        }
        String join = spark.sql("EXPLAIN SELECT /*+ MERGE(c) */ o.id, c.name FROM store.app.orders o"
                        + " JOIN store.app.customers c ON o.customer = c.customer")
                .collectAsList()
                .toString();
        answers.add("a join of equal buckets has " + (join.contains("Exchange") ? "an" : "no") + " exchange");
        return answers;
    }
}
