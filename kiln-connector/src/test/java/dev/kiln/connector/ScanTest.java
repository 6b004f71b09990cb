package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is read, how much of it, and what Spark's plans make of it. */
final class ScanTest {
    private static ConnectorSession session;

    @BeforeAll
    static void start() {
        session = new ConnectorSession();
        session.sql("CREATE TABLE store.db.t PARTITIONED BY (bucket(4, k)) AS"
                + " SELECT id AS k, id % 10 AS g, concat('name ', id) AS name, id * 1.5D AS d FROM range(1000)");
        session.sql(
                "CREATE TABLE store.db.u PARTITIONED BY (bucket(4, k)) AS SELECT id AS k, id * 2 AS twice FROM range(1000)");
        // Many batches whose ids don't overlap.
        session.sql("CREATE TABLE store.db.days (day DATE, n INT) OPTIONS (BUCKETS '2')");
        for (int i = 0; i < 5; i++) {
            session.sql("INSERT INTO store.db.days SELECT /*+ COALESCE(1) */ date'2026-01-0" + (i + 1)
                    + "', id FROM range(" + (i * 10) + ", " + (i * 10 + 10) + ")");
        }
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    private static int reads(String sql) {
        int before = session.store().reads();
        session.sql(sql);
        return session.store().reads() - before;
    }

    @Test
    void columnsFiltersAndNestedExpressionsGiveSparksRows() {
        assertThat(session.rows(
                        "SELECT g, count(*), sum(k), max(name) FROM store.db.t WHERE d >= 300 GROUP BY g ORDER BY g"))
                .isEqualTo(session.rows("SELECT g, count(*), sum(k), max(name) FROM (SELECT id AS k, id % 10 AS g,"
                        + " concat('name ', id) AS name, id * 1.5D AS d FROM range(1000)) WHERE d >= 300 GROUP BY g"
                        + " ORDER BY g"));
        assertThat(session.plan("SELECT g FROM store.db.t WHERE d > 3")).contains("ColumnarToRow");
    }

    @Test
    void aKeyPrunesToItsBucket() {
        assertThat(session.rows("SELECT name FROM store.db.t WHERE k = 77")).containsExactly("[name 77]");
        assertThat(reads("SELECT name FROM store.db.t WHERE k = 77")).isEqualTo(1);
        assertThat(reads("SELECT name FROM store.db.t WHERE k IN (77) AND name LIKE 'x%'"))
                .isLessThanOrEqualTo(1);
        assertThat(session.rows("SELECT k FROM store.db.t WHERE k IN (1, 2, 999) ORDER BY k"))
                .containsExactly("[1]", "[2]", "[999]");
    }

    @Test
    void statisticsSkipBatches() {
        assertThat(reads("SELECT n FROM store.db.days WHERE day = date'2026-01-03'"))
                .isEqualTo(1);
        assertThat(session.rows("SELECT count(*) FROM store.db.days WHERE day > date'2026-01-03'"))
                .containsExactly("[20]");
        assertThat(reads("SELECT n FROM store.db.days WHERE n < 15 OR n >= 45")).isEqualTo(3);
        assertThat(reads("SELECT n FROM store.db.days WHERE day IS NULL")).isZero();
        assertThat(reads("SELECT n FROM store.db.days LIMIT 3")).isEqualTo(1);
        assertThat(session.rows("SELECT n FROM store.db.days ORDER BY n DESC LIMIT 2"))
                .containsExactly("[49]", "[48]");
        assertThat(reads("SELECT n FROM store.db.days ORDER BY n DESC LIMIT 2")).isEqualTo(1);
    }

    @Test
    void countsAndExtremesComeFromStatistics() {
        assertThat(reads("SELECT count(*), count(n), min(n), max(n), min(day), max(day) FROM store.db.days"))
                .isZero();
        assertThat(session.rows("SELECT count(*), count(n), min(n), max(n), min(day), max(day) FROM store.db.days"))
                .containsExactly("[50,50,0,49,2026-01-01,2026-01-05]");
        assertThat(session.rows("SELECT min(name), max(name), min(d), max(d) FROM store.db.t"))
                .containsExactly("[name 0,name 999,0.0,1498.5]");
        assertThat(session.rows("SELECT count(*) FROM store.db.days WHERE n > 20"))
                .containsExactly("[29]");
        assertThat(session.rows("SELECT day, count(*) FROM store.db.days GROUP BY day ORDER BY day LIMIT 1"))
                .containsExactly("[2026-01-01,10]");
    }

    @Test
    void equalBucketsJoinWithoutAnExchange() {
        session.spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
        try {
            String join = "SELECT t.k, twice FROM store.db.t t JOIN store.db.u u ON t.k = u.k";
            assertThat(session.plan(join)).contains("SortMergeJoin").doesNotContain("Exchange");
            assertThat(session.rows("SELECT count(*), sum(twice) FROM (" + join + ")"))
                    .containsExactly("[1000,999000]");
            assertThat(session.plan("SELECT k, count(*) FROM store.db.t GROUP BY k"))
                    .doesNotContain("Exchange");
            // Another key has no bucket to rely on.
            assertThat(session.plan("SELECT t.k FROM store.db.t t JOIN store.db.u u ON t.g = u.k"))
                    .contains("Exchange");
        } finally {
            session.spark.conf().unset("spark.sql.autoBroadcastJoinThreshold");
        }
    }

    @Test
    void optimizerKnowsRowsAndSizes() {
        String plan = String.join("\n", session.rows("EXPLAIN COST SELECT k FROM store.db.t"));
        assertThat(plan).contains("rowCount=1.00E+3");
    }

    @Test
    void metricsCountBatches() {
        List<Row> rows = session.sql("SELECT sum(n) FROM store.db.days WHERE n < 20");
        assertThat(rows.toString()).isEqualTo("[[190]]");
    }
}
