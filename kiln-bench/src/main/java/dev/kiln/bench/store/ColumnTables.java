package dev.kiln.bench.store;

import dev.kiln.bench.store.Measure.Way;
import java.util.List;
import java.util.Map;

/**
 * Two tables in the store, in Parquet files and in Spark's cache, and what is asked of them. All numbers have sums that
 * are exact in whatever order.
 */
public final class ColumnTables {
    private static final String STORE = "store";
    private static final String PARQUET = "parquet";
    private static final String CACHE = "cache";
    private static final String ROWS = "id BIGINT, k BIGINT, n INT, price DOUBLE, city STRING, name STRING, day DATE";
    private static final String PAIRS = "id BIGINT, w DOUBLE";
    private static final String CHECK = "SELECT count(*), sum(n), sum(price), sum(octet_length(name)) FROM ";
    private static final String NOTHING = "SELECT 1";
    private static final double SCAN_TARGET = 1.5;
    private static final double JOIN_TARGET = 3;
    private static final double INGEST_TARGET = 0.5;
    private static final int CHANGED = 100;

    private final SparkApplication spark;
    private final long rows;
    private final int buckets;

    /**
     * Tables that don't exist yet.
     *
     * @param rows of each table
     * @param buckets of the store's tables
     */
    public ColumnTables(SparkApplication spark, long rows, int buckets) {
        this.spark = spark;
        this.rows = rows;
        this.buckets = buckets;
    }

    /** Makes what {@link #ingest} reads and what joins have on their other side. */
    public void prepare() {
        spark.run("CREATE NAMESPACE store.bench");
        spark.run("CACHE TABLE cached AS " + source());
        spark.run("CREATE TEMPORARY VIEW changes AS SELECT * FROM (" + source() + ") WHERE id % " + CHANGED + " = 1");
        spark.run("CREATE TABLE pairs (" + PAIRS + ") USING parquet");
        spark.run(storeTable("pairs", PAIRS, 0));
        for (String pairs : List.of("pairs", "store.bench.pairs")) {
            spark.run("INSERT INTO " + pairs + " SELECT id, CAST(id % 8 AS DOUBLE) AS w FROM " + range());
        }
    }

    private String range() {
        return "range(0, " + rows + ", 1, " + buckets + ")";
    }

    private String source() {
        return "SELECT id, pmod(xxhash64(id), " + rows + ") AS k, CAST(pmod(xxhash64(id, 1), 1000) AS INT) AS n,"
                + " pmod(xxhash64(id, 2), 400000) * 0.25D AS price, concat('city ', pmod(xxhash64(id, 3), 100)) AS city,"
                + " concat('name ', hex(xxhash64(id, 4))) AS name,"
                + " date_add(DATE'2020-01-01', CAST(id * 1000 div " + rows + " AS INT)) AS day FROM " + range();
    }

    private String storeTable(String name, String columns, int redundancy) {
        return "CREATE TABLE store.bench." + name + " (" + columns
                + ") USING column OPTIONS (PARTITION_BY 'id', BUCKETS '" + buckets + "', REDUNDANCY '" + redundancy
                + "')";
    }

    /** Writing all rows, which leaves the tables that the others read. */
    public Measure ingest() {
        String sized = spark.run("SELECT sum(32 + octet_length(city) + octet_length(name)) FROM cached")
                .rows();
        long bytes = Long.parseLong(sized.replaceAll("\\D", ""));
        return new Measure(
                "ingest",
                Unit.rate(bytes),
                Map.of(PARQUET, INGEST_TARGET),
                List.of(
                        written(STORE, "store.bench.t", storeTable("t", ROWS, 0)),
                        written("store, two copies", "store.bench.copied", storeTable("copied", ROWS, 1)),
                        written(PARQUET, "t", "CREATE TABLE t (" + ROWS + ") USING parquet")));
    }

    private static Way written(String name, String table, String create) {
        return new Way(
                name,
                List.of("DROP TABLE IF EXISTS " + table, create),
                "INSERT INTO " + table + " SELECT * FROM cached",
                CHECK + table);
    }

    /** Reading columns of all rows, and of some. */
    public List<Measure> scans() {
        return List.of(
                scan("scan of numbers", Unit.perValue(rows, 4), "SELECT sum(id), sum(k), sum(n), sum(price) FROM %s"),
                scan("scan of 100 strings", Unit.perValue(rows, 1), "SELECT sum(octet_length(city)) FROM %s"),
                scan("scan of distinct strings", Unit.perValue(rows, 1), "SELECT sum(octet_length(name)) FROM %s"),
                scan("count by string", Unit.perRow(rows), "SELECT city, count(*) FROM %s GROUP BY city ORDER BY city"),
                scan("filter, rows everywhere", Unit.perRow(rows), "SELECT sum(price) FROM %s WHERE n = 7"),
                scan(
                        "filter, rows together",
                        Unit.perRow(rows),
                        "SELECT sum(price) FROM %s WHERE day BETWEEN DATE'2021-01-01' AND DATE'2021-01-10'"));
    }

    private static Measure scan(String name, Unit unit, String query) {
        return new Measure(
                name,
                unit,
                Map.of(PARQUET, SCAN_TARGET, CACHE, SCAN_TARGET),
                List.of(
                        new Way(STORE, List.of(), query.formatted("store.bench.t"), NOTHING),
                        new Way(PARQUET, List.of(), query.formatted("t"), NOTHING),
                        new Way(CACHE, List.of(), query.formatted("cached"), NOTHING)));
    }

    /** Joining both tables, by each of the ways that Spark has for large ones. */
    public List<Measure> joins() {
        spark.run("SET spark.sql.autoBroadcastJoinThreshold=-1");
        return List.of(join("join by sorting", "MERGE"), join("join by hashing", "SHUFFLE_HASH"));
    }

    private Measure join(String name, String hint) {
        String query = "SELECT /*+ " + hint + "(b) */ sum(a.price * b.w) FROM %s a JOIN %s b ON a.id = b.id";
        String inStore = query.formatted("store.bench.t", "store.bench.pairs");
        Measure join = new Measure(
                name,
                Unit.SECONDS,
                Map.of("store, shuffled", JOIN_TARGET, PARQUET, JOIN_TARGET),
                List.of(
                        new Way(STORE, List.of(colocated(true)), inStore, NOTHING),
                        new Way("store, shuffled", List.of(colocated(false)), inStore, NOTHING),
                        new Way(PARQUET, List.of(), query.formatted("t", "pairs"), NOTHING)));
        for (Way way : join.ways()) {
            way.before().forEach(spark::run);
            boolean shuffles = spark.run("EXPLAIN " + way.statement()).rows().contains("hashpartitioning");
            if (shuffles == way.name().equals(STORE)) {
                throw new IllegalStateException(
                        way.name() + (shuffles ? " shuffles" : " does not shuffle") + " for " + way.statement());
            }
        }
        return join;
    }

    private static String colocated(boolean enabled) {
        return "SET spark.sql.sources.v2.bucketing.enabled=" + enabled;
    }

    /** Replacing one row of a hundred: by MERGE, or, where there is none, by writing the table anew. */
    public Measure upsert() {
        spark.run("CREATE TABLE merged (" + ROWS + ") USING parquet");
        List<String> columns = List.of("id", "k", "n", "price", "city", "name", "day");
        String newest = String.join(
                ", ",
                columns.stream()
                        .map(name -> "coalesce(c." + name + ", t." + name + ")")
                        .toList());
        return new Measure(
                "upsert of 1 %",
                Unit.rows(rows / CHANGED),
                Map.of(),
                List.of(
                        new Way(
                                "store, MERGE",
                                List.of(colocated(true)),
                                "MERGE INTO store.bench.t t USING changes c ON t.id = c.id"
                                        + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
                                CHECK + "store.bench.t"),
                        new Way(
                                "parquet, written anew",
                                List.of(),
                                "INSERT OVERWRITE merged SELECT " + newest
                                        + " FROM t FULL JOIN changes c ON t.id = c.id",
                                CHECK + "merged")));
    }
}
