package dev.kiln.quickstart;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * A first tour with the official Spark Connect client for the JVM. Nothing in here is particular to Kiln: the same
 * program runs against Spark's own Connect server.
 *
 * <p>The environment's {@code SPARK_REMOTE} names the server, as for all Spark clients; the argument is the directory that
 * holds {@code flights-3m.parquet} and {@code airports.csv}.
 */
public final class Quickstart {
    private static final int MAX_ROWS = 20;

    private final SparkSession spark;
    private final String data;

    private Quickstart(SparkSession spark, String data) {
        this.spark = spark;
        this.data = data;
    }

    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark =
                SparkSession.builder().remote(System.getenv("SPARK_REMOTE")).getOrCreate()) {
            new Quickstart(spark, arguments[0]).run();
        }
    }

    private void run() {
        files();
        busiestRoutes();
        delayByMonthAndState();
        worstAirportOfEachState();
        tableAndBack();
        temporaryView();
        mistake();
    }

    private void files() {
        title("Two files");
        say("spark.read().parquet(\"flights-3m.parquet\").createOrReplaceTempView(\"flights\")");
        timed(() -> {
            spark.read().parquet(data + "/flights-3m.parquet").createOrReplaceTempView("flights");
            return spark.sql("SELECT count(*) AS flights, min(date) AS first, max(date) AS last FROM flights");
        });
        say("spark.read().option(\"header\", true).option(\"inferSchema\", true).csv(\"airports.csv\")");
        timed(() -> {
            spark.read()
                    .option("header", true)
                    .option("inferSchema", true)
                    .csv(data + "/airports.csv")
                    .createOrReplaceTempView("airports");
            return spark.sql("DESCRIBE airports");
        });
    }

    private void busiestRoutes() {
        title("The ten busiest routes");
        sql("""
                SELECT origin, destination, count(*) AS flights, round(avg(delay), 1) AS avg_delay
                FROM flights
                GROUP BY origin, destination
                ORDER BY flights DESC, origin, destination
                LIMIT 10""");
    }

    private void delayByMonthAndState() {
        title("Delay by month and state: a join");
        sql("""
                SELECT month(f.date) AS month, a.state, count(*) AS flights, round(avg(f.delay), 2) AS avg_delay
                FROM flights f JOIN airports a ON f.origin = a.iata
                WHERE a.state IN ('CA', 'IL', 'NY')
                GROUP BY month(f.date), a.state
                ORDER BY month, a.state""");
    }

    private void worstAirportOfEachState() {
        title("The airport with the longest delays in each of five states: a window function");
        sql("""
                SELECT state, city, iata, avg_delay
                FROM (
                  SELECT a.state, a.city, a.iata, round(avg(f.delay), 2) AS avg_delay,
                         row_number() OVER (PARTITION BY a.state ORDER BY avg(f.delay) DESC) AS place
                  FROM flights f JOIN airports a ON f.origin = a.iata
                  WHERE a.state IN ('CA', 'FL', 'IL', 'NY', 'TX')
                  GROUP BY a.state, a.city, a.iata
                )
                WHERE place = 1
                ORDER BY state""");
    }

    private void tableAndBack() {
        title("A table, saved and read back");
        say("""
                spark.table("flights").groupBy("origin")
                    .agg(count(lit(1)).as("flights"), round(avg("delay"), 2).as("avg_delay"))
                    .write().mode("overwrite").saveAsTable("airport_delays")""");
        timed(() -> {
            spark.table("flights")
                    .groupBy("origin")
                    .agg(count(lit(1)).as("flights"), round(avg("delay"), 2).as("avg_delay"))
                    .write()
                    .mode(SaveMode.Overwrite)
                    .saveAsTable("airport_delays");
            return spark.sql("SHOW TABLES");
        });
        sql("SELECT * FROM airport_delays WHERE flights > 100000 ORDER BY avg_delay DESC, origin");
    }

    private void temporaryView() {
        title("A temporary view");
        say("""
                spark.table("airport_delays").join(spark.table("airports"), col("origin").equalTo(col("iata")))
                    .createOrReplaceTempView("delayed_cities")""");
        spark.table("airport_delays")
                .join(spark.table("airports"), col("origin").equalTo(col("iata")))
                .createOrReplaceTempView("delayed_cities");
        sql("SELECT city, state, avg_delay FROM delayed_cities WHERE flights > 50000 ORDER BY avg_delay LIMIT 5");
    }

    private void mistake() {
        title("A mistake, and what Spark says of it");
        String statement = "SELECT origin, dealy FROM flights";
        say(statement);
        try {
            spark.sql(statement).show();
        } catch (Exception e) {
            // Java knows AnalysisException as checked, but Scala declares no exceptions, so it cannot be caught by
            // name.
            if (e instanceof AnalysisException analysis
                    && "UNRESOLVED_COLUMN.WITH_SUGGESTION".equals(analysis.getCondition())) {
                System.out.println(analysis.getMessage());
                return;
            }
            throw new IllegalStateException("another error was expected", e);
        }
        throw new IllegalStateException("a column that does not exist was found");
    }

    private void sql(String statement) {
        say(statement);
        timed(() -> spark.sql(statement));
    }

    private static void title(String title) {
        System.out.println();
        System.out.println("== " + title + " ==");
    }

    private static void say(String statement) {
        System.out.println();
        statement.lines().forEach(line -> System.out.println("  " + line));
        System.out.println();
    }

    private static void timed(Supplier<Dataset<Row>> statement) {
        long start = System.nanoTime();
        statement.get().show(MAX_ROWS, false);
        System.out.printf(Locale.ROOT, "%.3f s%n", (System.nanoTime() - start) / 1e9);
    }
}
