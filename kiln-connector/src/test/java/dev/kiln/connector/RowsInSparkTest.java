package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row tables of a real store, compared with what Spark says of the same rows without one. */
@Tag("store")
final class RowsInSparkTest {
    private static final int ROWS = 500;
    private static final String CONTENT =
            "SELECT id AS k, concat('v', id % 17) AS v, CAST(id * 0.25 AS DECIMAL(10, 2)) AS d,"
                    + " IF(id % 10 = 0, null, CAST(id % 7 AS DOUBLE)) AS f, date_add(DATE'1969-12-01', CAST(id AS INT)) AS day,"
                    + " timestamp_micros(id * 1000001 - 5000000) AS ts, id % 3 = 0 AS b, CAST(concat('x', id) AS BINARY) AS x"
                    + " FROM range(" + ROWS + ")";

    private static final String ALL = "SELECT k, v, d, f, day, ts, b, hex(x)";

    @TempDir
    static Path directory;

    private static RingSession session;

    @BeforeAll
    static void start() throws Exception {
        session = new RingSession(directory);
        session.sql("CREATE TABLE store.db.r (k BIGINT, v STRING, d DECIMAL(10, 2), f DOUBLE, day DATE, ts TIMESTAMP,"
                + " b BOOLEAN, x BINARY) USING row OPTIONS (KEY_COLUMNS 'k', PARTITION_BY 'k', BUCKETS '4')");
        session.sql("CREATE TABLE store.db.pairs (a INT, b STRING, v INT)"
                + " USING row OPTIONS (KEY_COLUMNS 'a,b', PARTITION_BY 'b', BUCKETS '4')");
        session.sql("CREATE TABLE store.db.small (k BIGINT, name STRING) USING row OPTIONS (KEY_COLUMNS 'k')");
        session.sql("INSERT INTO store.db.small SELECT id, concat('n', id) FROM range(10)");
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    @BeforeEach
    void fill() {
        session.sql("INSERT OVERWRITE store.db.r " + CONTENT);
        session.spark.sql(CONTENT).createOrReplaceTempView("oracle");
    }

    private static void assertSame(String query) {
        assertThat(session.rows(query.replace("{t}", "store.db.r")))
                .as(query)
                .isEqualTo(session.rows(query.replace("{t}", "oracle")))
                .isNotEmpty();
    }

    @Test
    void rowsAreThoseThatWereWritten() {
        for (String condition : List.of(
                "k = 7",
                "k IN (1, 5, 499, 1000)",
                "k = 7 AND v = 'v7'",
                "k = 7 OR k = 9",
                "k >= 490 AND k < 495",
                "10 > k",
                "v = 'v3'",
                "v < 'v1'",
                "v >= 'v9' AND f IS NULL",
                "f = 3.0",
                "f > 5",
                "f IS NOT NULL AND d <= 10.5",
                "d = 2.25",
                "day = DATE'1969-12-31'",
                "day BETWEEN DATE'1969-12-30' AND DATE'1970-01-02'",
                "ts < TIMESTAMP'1970-01-01 00:00:00'",
                "b",
                "NOT b AND k < 20",
                "x = CAST('x12' AS BINARY)",
                "v LIKE 'v1%'",
                "v IN ('v1', null)",
                "k = null",
                "length(v) = 2")) {
            assertSame("SELECT count(*), sum(hash(k, v, d, f, day, ts, b, x)) FROM {t} WHERE " + condition);
        }
        assertSame(ALL + " FROM {t} ORDER BY k");
        assertSame("SELECT v, count(*), sum(d), min(ts), max(day) FROM {t} GROUP BY v ORDER BY v");
        assertThat(session.rows("SELECT k FROM store.db.r WHERE v = 'v3' LIMIT 5"))
                .hasSize(5);
    }

    @Test
    void keysAreLookedUpAndFiltersGoToTheStore() {
        assertThat(session.plan("SELECT v FROM store.db.r WHERE k = 7")).contains("look-up of 1 keys");
        assertThat(session.plan("SELECT v FROM store.db.r WHERE k IN (1, 2, 3) AND v = 'x'"))
                .contains("look-up of 3 keys");
        String scan = session.plan("SELECT v FROM store.db.r WHERE v = 'v3' AND d > 3");
        assertThat(scan).contains(" scan").doesNotContain("Filter (");
        assertThat(session.plan("SELECT v FROM store.db.pairs WHERE a = 1 AND b IN ('x', 'y')"))
                .contains("look-up of 2 keys");
        assertThat(session.plan("SELECT v FROM store.db.pairs WHERE a = 1")).doesNotContain("look-up");
    }

    @Test
    void joinsNeedNoExchange() {
        session.sql("CREATE OR REPLACE TABLE store.db.c (k BIGINT, w STRING)"
                + " USING column OPTIONS (PARTITION_BY 'k', BUCKETS '4', COLOCATE_WITH 'db.r')");
        session.sql("INSERT INTO store.db.c SELECT id, concat('w', id) FROM range(0, 1000, 2)");
        String query = "SELECT /*+ MERGE(c) */ c.w, r.v FROM store.db.c c JOIN store.db.r r ON c.k = r.k";
        assertThat(session.plan(query)).doesNotContain("Exchange");
        assertThat(session.rows("SELECT count(*), count(DISTINCT w), sum(length(v)) FROM (" + query + ")"))
                .isEqualTo(session.rows("SELECT count(*), count(DISTINCT w), sum(length(v)) FROM (SELECT"
                        + " concat('w', c.id) AS w, o.v FROM range(0, 1000, 2) c JOIN oracle o ON c.id = o.k)"));
        String small = "SELECT name, count(*) FROM store.db.c c JOIN store.db.small s ON c.k % 10 = s.k GROUP BY name";
        assertThat(session.plan(small)).contains("BroadcastHashJoin");
        assertThat(session.rows(small + " ORDER BY name")).hasSize(5).contains("[n4,100]");
    }

    @Test
    void insertsRefuseKeysThatAreThere() {
        refused(
                () -> session.sql("INSERT INTO store.db.small VALUES (11, 'new'), (3, 'again')"),
                StoreCondition.INVALID_ROW,
                "db.small",
                "[3]");
        refused(
                () -> session.sql("INSERT INTO store.db.small VALUES (12, 'one'), (12, 'two')"),
                StoreCondition.INVALID_ROW,
                "[12]");
        assertThat(session.rows("SELECT count(*) FROM store.db.small")).containsExactly("[10]");
        assertThatThrownBy(() -> session.sql("INSERT INTO store.db.small VALUES (null, 'no key')"))
                .hasStackTraceContaining("NOT_NULL");
    }

    @Test
    void putReplacesRows() {
        session.sql("PUT INTO store.db.r SELECT k, 'put', d, f, day, ts, b, x FROM store.db.r WHERE k < 3");
        session.sql("put /* upsert */ into store.db.r (v, k) VALUES ('late', 900), ('three', 3)");
        session.spark
                .sql(
                        "SELECT 901L AS k, 'frame' AS v, CAST(1 AS DECIMAL(10, 2)) AS d, 1.0D AS f, DATE'2000-01-01' AS day,"
                                + " TIMESTAMP'2000-01-01 00:00:00' AS ts, true AS b, CAST('x' AS BINARY) AS x UNION ALL"
                                + " SELECT 0L, 'frame', null, null, null, null, null, null")
                .write()
                .format("kiln")
                .option("table", "db.r")
                .option("put", "true")
                .mode("append")
                .save();
        assertThat(session.rows("SELECT k, v, d FROM store.db.r WHERE k IN (0, 1, 2, 3, 900, 901) ORDER BY k"))
                .containsExactly(
                        "[0,frame,null]",
                        "[1,put,0.25]",
                        "[2,put,0.50]",
                        "[3,three,null]",
                        "[900,late,null]",
                        "[901,frame,1.00]");
        assertThat(session.rows("SELECT count(*) FROM store.db.r")).containsExactly("[" + (ROWS + 2) + "]");
    }

    @Test
    void putIsForTablesOfTheStoreAlone() throws Exception {
        session.sql("CREATE TABLE IF NOT EXISTS plain (k BIGINT) USING parquet");
        assertThatThrownBy(() -> session.sql("PUT INTO plain VALUES (1)")).isInstanceOf(Exception.class);
        assertThat(session.rows("SELECT * FROM plain")).isEmpty();
        session.sql("CREATE TABLE store.db.keyless (k BIGINT) USING column");
        refused(
                () -> session.sql("PUT INTO store.db.keyless VALUES (1)"),
                StoreCondition.INVALID_OPTION,
                "KEY_COLUMNS");
        session.sql("DROP TABLE plain");
    }

    @Test
    void updateDeleteAndMergeChangeRows() {
        session.sql("UPDATE store.db.r SET v = 'u', d = d + 1 WHERE k % 2 = 0");
        session.sql("UPDATE store.db.r SET v = 'one' WHERE k = 1");
        session.sql("UPDATE store.db.r SET k = k + 1 WHERE k >= 490");
        session.sql("DELETE FROM store.db.r WHERE f = 3");
        session.sql("DELETE FROM store.db.r WHERE k IN (20, 21)");
        session.sql("DELETE FROM store.db.r WHERE k % 50 = 49");
        session.spark
                .sql("SELECT IF(k >= 490, k + 1, k) AS k, IF(k = 1, 'one', IF(k % 2 = 0, 'u', v)) AS v,"
                        + " CAST(IF(k % 2 = 0, d + 1, d) AS DECIMAL(10, 2)) AS d, f, day, ts, b, x FROM oracle"
                        + " WHERE NOT (f <=> 3.0) AND k NOT IN (20, 21) AND IF(k >= 490, k + 1, k) % 50 <> 49")
                .createOrReplaceTempView("oracle");
        assertSame(ALL + " FROM {t} ORDER BY k");
        session.sql("MERGE INTO store.db.r t USING (SELECT id * 2 + 480 AS k FROM range(20)) s ON t.k = s.k"
                + " WHEN MATCHED AND t.k < 485 THEN DELETE WHEN MATCHED THEN UPDATE SET v = 'merged'"
                + " WHEN NOT MATCHED THEN INSERT (k, v) VALUES (s.k, 'inserted')");
        session.spark
                .sql(
                        "SELECT coalesce(o.k, s.k) AS k, IF(o.k IS NULL, 'inserted', IF(s.k IS NULL, o.v, 'merged')) AS v, d, f,"
                                + " day, ts, b, x FROM oracle o FULL JOIN (SELECT id * 2 + 480 AS k FROM range(20)) s ON o.k = s.k"
                                + " WHERE s.k IS NULL OR o.k IS NULL OR o.k >= 485")
                .createOrReplaceTempView("oracle");
        assertSame(ALL + " FROM {t} ORDER BY k");
        refused(() -> session.sql("UPDATE store.db.r SET k = 5 WHERE k = 6"), StoreCondition.INVALID_ROW, "[5]");
        assertSame(ALL + " FROM {t} ORDER BY k");
    }

    @Test
    void tablesAreMadeOfQueries() {
        session.sql(
                "CREATE TABLE store.db.made USING row OPTIONS (KEY_COLUMNS 'k') AS SELECT k, v FROM oracle WHERE k < 5");
        assertThat(session.rows("SELECT count(*), sum(k) FROM store.db.made")).containsExactly("[5,10]");
        assertThatThrownBy(() -> session.sql("CREATE TABLE store.db.failed USING row OPTIONS (KEY_COLUMNS 'v')"
                        + " AS SELECT k, v FROM oracle"))
                .hasStackTraceContaining("two rows with the key");
        assertThat(session.rows("SHOW TABLES IN store.db LIKE 'failed'")).isEmpty();
    }

    @Test
    void overwritesReplaceAllRows() {
        session.sql("INSERT OVERWRITE store.db.r SELECT k + 1, v, d, f, day, ts, b, x FROM oracle WHERE k < 10");
        assertThat(session.rows("SELECT count(*), min(k), max(k) FROM store.db.r"))
                .containsExactly("[10,1,10]");
        session.sql("TRUNCATE TABLE store.db.r");
        assertThat(session.rows("SELECT count(*) FROM store.db.r")).containsExactly("[0]");
    }

    @Test
    void noUpdateIsLost() throws Exception {
        session.sql("INSERT OVERWRITE store.db.pairs VALUES (1, 'x', 0), (2, 'y', 0)");
        int writers = 3;
        int rounds = 3;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Future<Integer>> conflicts = new ArrayList<>();
        try {
            for (int i = 0; i < writers; i++) {
                Callable<Integer> writer = () -> {
                    int met = 0;
                    for (int round = 0; round < rounds; round++) {
                        met += retried("UPDATE store.db.pairs SET v = v + 1 WHERE a = 1 AND b = 'x'");
                    }
                    return met;
                };
                conflicts.add(threads.submit(writer));
            }
            for (Future<Integer> met : conflicts) {
                assertThat(met.get(60, TimeUnit.SECONDS)).isNotNegative();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(session.rows("SELECT a, v FROM store.db.pairs ORDER BY a"))
                .containsExactly("[1," + writers * rounds + "]", "[2,0]");
    }

    private static int retried(String statement) {
        for (int conflicts = 0; ; conflicts++) {
            try {
                session.sql(statement);
                return conflicts;
            } catch (Exception e) {
                if (conflicts > 100 || condition(e) != StoreCondition.COMMIT_CONFLICT) {
                    throw e;
                }
            }
        }
    }

    private static StoreCondition condition(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException store) {
                return store.condition();
            }
        }
        throw new AssertionError(e);
    }

    private static void refused(ThrowingCallable statement, StoreCondition condition, String... named) {
        assertThatThrownBy(statement).satisfies(e -> {
            assertThat(condition(e)).isEqualTo(condition);
            for (String name : named) {
                assertThat(e).hasStackTraceContaining(name);
            }
        });
    }
}
