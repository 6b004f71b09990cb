import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * An application of stock Spark whose tables stay when it ends, for other applications and for sessions of Kiln. It is
 * given the store by settings alone: {@code spark.sql.catalog.store} and {@code spark.kiln.store.locators}.
 */
public final class StoreApp {
    private StoreApp() {}

    public static void main(String[] arguments) throws NoSuchTableException {
        SparkSession spark = SparkSession.builder().appName("store-app").getOrCreate();
        try {
            createTables(spark);
            sell(spark);
            correct(spark);
            report(spark);
        } finally {
            spark.stop();
        }
    }

    /** Rows of customers are found by key; orders are scanned. Equal customers are in equal buckets of both. */
    private static void createTables(SparkSession spark) {
        spark.sql("CREATE NAMESPACE IF NOT EXISTS store.shop");
        spark.sql("CREATE TABLE IF NOT EXISTS store.shop.customers (customer INT, name STRING, city STRING) USING row"
                + " OPTIONS (KEY_COLUMNS 'customer', PARTITION_BY 'customer', BUCKETS '8')");
        spark.sql("CREATE TABLE IF NOT EXISTS store.shop.orders (id BIGINT, customer INT, amount DECIMAL(10, 2))"
                + " USING column OPTIONS (PARTITION_BY 'customer', COLOCATE_WITH 'shop.customers')");
        spark.sql("TRUNCATE TABLE store.shop.customers");
        spark.sql("TRUNCATE TABLE store.shop.orders");
    }

    /** Each of these writes becomes visible at once, or not at all. */
    private static void sell(SparkSession spark) throws NoSuchTableException {
        spark.sql("INSERT INTO store.shop.customers SELECT CAST(id AS INT), concat('customer ', id),"
                + " IF(id % 2 = 0, 'Oslo', 'Bergen') FROM range(100)");
        spark.range(10_000)
                .select(
                        col("id"),
                        col("id").mod(lit(100)).cast("int").as("customer"),
                        col("id").divide(lit(4)).cast("decimal(10,2)").as("amount"))
                .writeTo("store.shop.orders")
                .append();
        spark.sql("UPDATE store.shop.customers SET city = 'Tromso' WHERE customer = 42");
    }

    /** Whoever changes the same rows meanwhile makes this fail with COMMIT_CONFLICT; then it may be run again. */
    private static void correct(SparkSession spark) {
        spark.sql("DELETE FROM store.shop.orders WHERE amount < 1");
        spark.sql("MERGE INTO store.shop.orders t USING (SELECT 9999L AS id, 99 AS customer, 5.00 AS amount) s"
                + " ON t.id = s.id AND t.customer = s.customer WHEN MATCHED THEN UPDATE SET amount = s.amount"
                + " WHEN NOT MATCHED THEN INSERT *");
    }

    private static void report(SparkSession spark) {
        List<Row> customer = spark.table("store.shop.customers")
                .where(col("customer").equalTo(42))
                .collectAsList();
        System.out.println("customer 42: " + customer);
        Dataset<Row> cities = spark.table("store.shop.orders")
                .join(spark.table("store.shop.customers"), "customer")
                .groupBy("city")
                .agg(sum("amount").as("amount"))
                .orderBy("city");
        for (Row city : cities.collectAsList()) {
            System.out.println(city.getString(0) + ": " + city.getDecimal(1));
        }
    }
}
