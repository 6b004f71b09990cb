package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.app.TwoSides.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one engine does to the catalog is seen by the other, be it the embedded one or Spark. */
@Timeout(180)
final class SharedCatalogTest {
    @TempDir
    private static Path home;

    private static TwoSides sides;

    @BeforeAll
    static void open() {
        sides = TwoSides.open(home, Map.of());
    }

    @AfterAll
    static void close() {
        sides.close();
    }

    static Stream<Side> both() {
        return Stream.of(sides.embedded(), sides.spark());
    }

    /** Runs statements on one side and says what the other answers to a question; both must agree on it. */
    private static String ask(Side side, String question) {
        String there = sides.other(side).outcome(question);
        assertThat(side.outcome(question)).as(question).isEqualTo(there);
        return there;
    }

    private static String database(Side side, String name) {
        String database = name + "_" + side;
        side.run("CREATE DATABASE " + database + " COMMENT 'ours' WITH DBPROPERTIES (a = 'b')");
        return database;
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void databases(Side side) {
        String database = database(side, "d");
        assertThat(ask(side, "SHOW DATABASES LIKE '" + database + "'")).contains(database);
        assertThat(ask(side, "DESCRIBE DATABASE EXTENDED " + database)).contains("ours", "((a,b))", home.toString());
        side.run("ALTER DATABASE " + database + " SET DBPROPERTIES (c = 'd')");
        assertThat(ask(side, "DESCRIBE DATABASE EXTENDED " + database)).contains("(c,d)");
        sides.other(side).run("CREATE TABLE " + database + ".t (a INT)");
        assertThat(ask(side, "DROP DATABASE " + database)).contains("SCHEMA_NOT_EMPTY");
        sides.other(side).run("DROP DATABASE " + database + " CASCADE");
        assertThat(ask(side, "DESCRIBE DATABASE " + database)).contains("SCHEMA_NOT_FOUND");
        assertThat(home.resolve("warehouse/" + database + ".db")).doesNotExist();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void tables(Side side) {
        String table = database(side, "tables") + ".t";
        side.run(
                "CREATE TABLE " + table + " (id INT NOT NULL COMMENT 'key', name STRING DEFAULT 'none', d DECIMAL(9,2),"
                        + " s STRUCT<a: INT, b: ARRAY<STRING>>) USING parquet COMMENT 'a table' TBLPROPERTIES (p = 'q')");
        assertThat(ask(side, "DESCRIBE EXTENDED " + table)).contains("a table", "key", "Parquet".toLowerCase());
        assertThat(ask(side, "SHOW CREATE TABLE " + table)).contains("'p' = 'q'", "DEFAULT 'none'");
        side.run("INSERT INTO " + table + " (id, d) VALUES (1, 1.5), (2, NULL)");
        assertThat(ask(side, "SELECT id, name, d FROM " + table + " ORDER BY id"))
                .contains("1,none,1.50", "2,none,");
        sides.other(side)
                .run("INSERT INTO " + table + " VALUES (3, 'c', 3, named_struct('a', 1, 'b', array('x', 'y')))");
        assertThat(ask(side, "SELECT id, name, to_json(s) FROM " + table + " ORDER BY id"))
                .contains("3,c,");
        side.run("ALTER TABLE " + table + " ADD COLUMNS (e DATE)");
        assertThat(ask(side, "SELECT id, e FROM " + table + " ORDER BY id")).contains("3,");
        sides.other(side).run("ALTER TABLE " + table + " RENAME TO " + table + "2");
        assertThat(ask(side, "SELECT * FROM " + table)).contains("TABLE_OR_VIEW_NOT_FOUND");
        assertThat(ask(side, "SELECT count(*) FROM " + table + "2")).contains("3");
        side.run("TRUNCATE TABLE " + table + "2");
        assertThat(ask(side, "SELECT count(*) FROM " + table + "2")).contains("0");
        sides.other(side).run("DROP TABLE " + table + "2");
        assertThat(ask(side, "DESCRIBE " + table + "2")).contains("TABLE_OR_VIEW_NOT_FOUND");
        assertThat(home.resolve("warehouse/tables_" + side + ".db/t2")).doesNotExist();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void partitions(Side side) {
        Side other = sides.other(side);
        String table = database(side, "parts") + ".t";
        side.run("CREATE TABLE " + table + " (a INT, day DATE, k STRING) USING parquet PARTITIONED BY (day, k)");
        side.run("INSERT INTO " + table + " VALUES (1, DATE'2020-01-01', 'x/y'), (2, DATE'2020-01-02', NULL)");
        assertThat(ask(side, "SHOW PARTITIONS " + table)).contains("day=2020-01-01/k=x%2Fy");
        assertThat(ask(side, "SELECT a, day, k FROM " + table + " ORDER BY a")).contains("1,2020-01-01,x/y");
        other.run("INSERT INTO " + table + " PARTITION (day = DATE'2020-01-03', k = 'z') VALUES (3)");
        assertThat(ask(side, "SHOW PARTITIONS " + table)).contains("day=2020-01-03/k=z");
        assertThat(ask(side, "SELECT a FROM " + table + " WHERE day > DATE'2020-01-01' ORDER BY a"))
                .contains("2", "3");
        other.run("ALTER TABLE " + table + " ADD PARTITION (day = DATE'2021-01-01', k = 'n')");
        side.run("ALTER TABLE " + table + " PARTITION (day = DATE'2020-01-03', k = 'z') RENAME TO PARTITION (day ="
                + " DATE'2020-01-04', k = 'w')");
        assertThat(ask(side, "SELECT a, k FROM " + table + " WHERE day = DATE'2020-01-04'"))
                .contains("3,w");
        assertThat(ask(side, "ALTER TABLE " + table + " ADD PARTITION (day = DATE'2021-01-01', k = 'n')"))
                .contains("PARTITIONS_ALREADY_EXIST");
        other.run("ALTER TABLE " + table + " DROP PARTITION (day = DATE'2020-01-01', k = 'x/y')");
        assertThat(ask(side, "SELECT count(*) FROM " + table)).contains("2");
        side.run("INSERT OVERWRITE " + table + " PARTITION (day = DATE'2020-01-04', k = 'w') VALUES (30), (31)");
        assertThat(ask(side, "SELECT a FROM " + table + " ORDER BY a")).contains("2", "30", "31");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void bucketsAndSelectedTables(Side side) {
        String database = database(side, "buckets");
        side.run("CREATE TABLE " + database + ".b (a INT, b STRING) USING parquet CLUSTERED BY (a) SORTED BY (b) INTO 4"
                + " BUCKETS");
        side.run("INSERT INTO " + database + ".b SELECT id, id FROM range(100)");
        assertThat(ask(side, "DESCRIBE EXTENDED " + database + ".b")).contains("Num Buckets,4");
        sides.other(side)
                .run("CREATE TABLE " + database + ".c USING parquet AS SELECT a, count(*) AS n FROM " + database
                        + ".b WHERE a < 10 GROUP BY a");
        assertThat(ask(side, "SELECT sum(a), sum(n) FROM " + database + ".c")).contains("45,10");
        assertThat(ask(side, "CREATE TABLE " + database + ".c AS SELECT 1")).contains("TABLE_OR_VIEW_ALREADY_EXISTS");
        for (String format : List.of("csv", "json", "orc")) {
            side.run("CREATE TABLE " + database + "." + format + " USING " + format
                    + " AS SELECT id, CAST(id AS STRING) AS s FROM range(5)");
            assertThat(ask(side, "SELECT count(*), max(s) FROM " + database + "." + format))
                    .contains("5,4");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void statistics(Side side) {
        String table = database(side, "stats") + ".t";
        side.run("CREATE TABLE " + table + " USING parquet AS SELECT id, CAST(id AS STRING) AS s FROM range(50)");
        side.run("ANALYZE TABLE " + table + " COMPUTE STATISTICS FOR ALL COLUMNS");
        assertThat(ask(side, "DESCRIBE EXTENDED " + table)).contains("50 rows");
        assertThat(ask(side, "DESCRIBE EXTENDED " + table + " id")).contains("distinct_count,50", "max,49");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void views(Side side) {
        String database = database(side, "views");
        side.run("CREATE TABLE " + database + ".t USING parquet AS SELECT id FROM range(5)");
        side.run("CREATE VIEW " + database + ".v (x COMMENT 'renamed') COMMENT 'a view' AS SELECT id * 2 AS twice FROM "
                + database + ".t");
        assertThat(ask(side, "SELECT sum(x) FROM " + database + ".v")).contains("20");
        assertThat(ask(side, "SHOW VIEWS IN " + database)).contains("v");
        assertThat(ask(side, "DESCRIBE EXTENDED " + database + ".v")).contains("a view", "renamed", "VIEW");
        sides.other(side).run("ALTER VIEW " + database + ".v AS SELECT 7 AS x");
        assertThat(ask(side, "SELECT x FROM " + database + ".v")).contains("7");
        sides.other(side).run("DROP VIEW " + database + ".v");
        assertThat(ask(side, "SELECT x FROM " + database + ".v")).contains("TABLE_OR_VIEW_NOT_FOUND");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void functions(Side side) {
        String database = database(side, "functions");
        side.run("CREATE FUNCTION " + database + ".f (x INT COMMENT 'it') RETURNS INT RETURN x * x + 1");
        assertThat(ask(side, "SELECT " + database + ".f(3)")).contains("10");
        assertThat(ask(side, "SHOW USER FUNCTIONS IN " + database)).contains("f");
        sides.other(side).run("CREATE OR REPLACE FUNCTION " + database + ".f (x INT) RETURNS INT RETURN x");
        // Sessions keep what they have loaded, as they do of every catalog that Spark shares.
        assertThat(inNewSessions("SELECT " + database + ".f(3)"))
                .allMatch(answer -> answer.lines().toList().contains("3"));
        sides.other(side).run("DROP FUNCTION " + database + ".f");
        assertThat(inNewSessions("SELECT " + database + ".f(3)"))
                .allMatch(answer -> answer.contains("UNRESOLVED_ROUTINE"));
    }

    @Test
    void filesThatSparkWritesUnnoticedAreSeenSoon() throws InterruptedException {
        String table = database(sides.spark(), "streams") + ".t";
        sides.spark().run("CREATE TABLE " + table + " (a INT) USING parquet");
        String count = "SELECT count(*) FROM " + table;
        assertThat(ask(sides.spark(), count)).contains("0");
        sides.spark().runUnnoticed("INSERT INTO " + table + " VALUES (1)");
        long start = System.nanoTime();
        while (sides.embedded().run(count).contains("0")) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
            Thread.sleep(20);
        }
        assertThat(sides.embedded().run(count)).contains("1");
    }

    private static List<String> inNewSessions(String question) {
        List<String> answers = new ArrayList<>();
        for (Side side : List.of(sides.embedded(), sides.spark())) {
            try (Side fresh = sides.side(side.name())) {
                answers.add(fresh.outcome(question));
            }
        }
        return answers;
    }
}
