package dev.kiln.conformance.differential;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Relations without an input, and statements that answer with a text. */
final class SourcePlans {
    private SourcePlans() {}

    static Stream<Plan> all() {
        return Stream.concat(sources(), texts());
    }

    private static Stream<Plan> sources() {
        return Stream.of(
                Plan.frame("range", session -> session.range(0, 20, 3).toDF()).ordered(),
                Plan.frame("range down", session -> session.range(20, 0, -3).toDF())
                        .ordered(),
                Plan.frame("empty range", session -> session.range(5, 0, 1).toDF()),
                Plan.frame(
                        "created from rows",
                        session -> session.createDataFrame(
                                List.of(RowFactory.create(1, "a"), RowFactory.create(null, null)),
                                StructType.fromDDL("x int, y string"))),
                Plan.frame(
                        "created from nothing",
                        session -> session.createDataFrame(List.of(), StructType.fromDDL("x int not null"))),
                Plan.frame("parsed JSON", session -> session.read()
                        .json(session.createDataset(
                                List.of("{\"a\": 1, \"b\": [\"x\"]}", "{\"a\": null}", "nonsense"),
                                Encoders.STRING()))),
                Plan.frame("parsed CSV", session -> session.read()
                        .schema("x int, y string")
                        .csv(session.createDataset(List.of("1,a", "2,\"b,c\"", "z"), Encoders.STRING()))),
                Plan.sql("values", "SELECT * FROM VALUES (1, 'a'), (2.5, NULL) AS t(x, y)"),
                Plan.sql("one row", "SELECT 1 AS x, 'a' AS y, NULL AS z, 1.50 AS m"),
                Plan.sql(
                        "literals",
                        "SELECT DATE'2020-02-29', TIMESTAMP'2020-03-08 03:00:00', X'1F', INTERVAL 1 DAY, 1e3, 1.5BD, 1Y"),
                Plan.frame("parameters", session -> session.sql("SELECT ? + ?, ?", new Object[] {1, 2L, "a"})),
                Plan.sql(
                        "common table",
                        "WITH t AS (SELECT 1 AS x), u AS (SELECT x + 1 AS y FROM t) SELECT * FROM t, u"),
                Plan.sql(
                        "recursion",
                        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r"),
                Plan.sql("lateral alias", "SELECT k + 1 AS x, x * 2 AS y FROM tame"),
                Plan.sql("subquery in order", "SELECT k FROM tame ORDER BY (SELECT max(i) FROM numbers) - k, k"),
                Plan.sql("all columns", "SELECT * FROM wide"),
                Plan.sql(
                        "texts of any bytes",
                        "SELECT s, length(s), hex(trim(s)), hex(upper(s)), hex(substring(s, 2, 1)), instr(s, 'a'), s LIKE '_a%',"
                                + " hex(reverse(s)), s || 'x' FROM (SELECT CAST(b AS STRING) AS s FROM VALUES (X'FF61'),"
                                + " (X'2061E320'), (X'C3A9'), (X'C3'), (NULL) AS t(b)) ORDER BY s"),
                Plan.sql("all columns but", "SELECT * EXCEPT (s, a) FROM wide"));
    }

    private static Stream<Plan> texts() {
        return Stream.of(
                Plan.sql("describe query", "DESCRIBE QUERY SELECT * FROM numbers"),
                Plan.sql("show functions", "SHOW FUNCTIONS LIKE 'array_*'"),
                Plan.sql("describe function", "DESCRIBE FUNCTION abs"),
                Plan.sql("set", "SET spark.sql.session.timeZone"),
                Plan.sql("current schema", "SELECT current_schema(), current_catalog()"),
                Plan.sql("show views", "SHOW VIEWS"),
                Plan.sql("show columns", "SHOW COLUMNS IN wide"),
                Plan.sql("pipe", "FROM tame |> WHERE k > 1 |> AGGREGATE sum(i) AS x GROUP BY g"),
                Plan.sql("pipe with set and drop", "FROM tame |> SET i = i + 1 |> DROP s, b |> EXTEND k * 2 AS x"));
    }
}
