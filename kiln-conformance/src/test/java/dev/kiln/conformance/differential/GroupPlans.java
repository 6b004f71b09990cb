package dev.kiln.conformance.differential;

import static dev.kiln.conformance.differential.RelationPlans.one;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.expressions.Window;

/** Aggregation in all its forms, and windows. */
final class GroupPlans {
    private GroupPlans() {}

    static Stream<Plan> all() {
        return Stream.concat(frames(), statements());
    }

    private static Stream<Plan> frames() {
        return Stream.of(
                one("group", frame -> frame.groupBy("g").agg(sum("i"), avg("d").as("x"))),
                one("group by expression", frame -> frame.groupBy(col("k").mod(2))
                        .agg(count(lit(1)))),
                one("group without aggregates", frame -> frame.groupBy("g").count()),
                one("group and add up all", frame -> frame.groupBy("g").sum()),
                one("aggregate", frame -> frame.agg(max("i"), sum("m"))),
                one("aggregate of nothing", frame -> frame.filter("k < 0").agg(max("i"), count("i"))),
                one(
                        "group of nothing",
                        frame -> frame.filter("k < 0").groupBy("g").agg(max("i"))),
                one("aggregate of map", frame -> frame.agg(Map.of("i", "max"))),
                one("rollup", frame -> frame.rollup("g", "i").agg(sum("l"))),
                one("cube", frame -> frame.cube("g", "i").agg(sum("l"))),
                one(
                        "pivot",
                        frame -> frame.groupBy("g").pivot("k", List.of(1, 2)).agg(sum("i"))),
                one(
                        "pivot to several",
                        frame -> frame.groupBy("g").pivot("k", List.of(1, 2)).agg(sum("i"), max("d").as("x"))),
                one(
                        "pivot without values",
                        frame -> frame.groupBy("k").pivot("g").agg(sum("i"))),
                one(
                        "window",
                        frame -> frame.withColumn(
                                "n", row_number().over(Window.partitionBy("g").orderBy(col("k").desc())))),
                one(
                        "window of rows",
                        frame -> frame.withColumn(
                                "n", sum("i").over(Window.orderBy("k").rowsBetween(-1, Window.currentRow())))),
                one(
                        "window of values",
                        frame -> frame.withColumn(
                                "n", sum("i").over(Window.orderBy("k").rangeBetween(Window.unboundedPreceding(), 1)))));
    }

    private static Stream<Plan> statements() {
        return Stream.of(
                Plan.sql(
                        "grouping sets",
                        "SELECT g, i, grouping(g), grouping_id(), sum(l) FROM tame GROUP BY GROUPING SETS ((g), (i), ())"),
                Plan.sql("grouping sets twice", "SELECT g, count(*) FROM tame GROUP BY GROUPING SETS ((g), (g), ())"),
                Plan.sql("rollup and a column", "SELECT g, k, s, sum(l) FROM tame GROUP BY g, ROLLUP (k, s)"),
                Plan.sql("rollup of nothing", "SELECT g, count(*) FROM tame WHERE k < 0 GROUP BY ROLLUP (g)"),
                Plan.sql("having", "SELECT g, sum(i) FROM tame GROUP BY g HAVING sum(i) > 600"),
                Plan.sql("having alone", "SELECT 1 AS x FROM tame HAVING count(*) > 1"),
                Plan.sql("group by ordinal", "SELECT g, count(*) FROM tame GROUP BY 1 ORDER BY 1"),
                Plan.sql("group by all", "SELECT g, count(*) FROM tame GROUP BY ALL"),
                Plan.sql("group by zeros", "SELECT d, count(*) FROM numbers GROUP BY d"),
                Plan.sql("group by array", "SELECT a, count(*) FROM nested GROUP BY a"),
                Plan.sql("group by struct", "SELECT s, count(*) FROM nested GROUP BY s"),
                Plan.sql(
                        "group by array of doubles",
                        "SELECT array(d, f) AS x, count(*) FROM numbers GROUP BY array(d, f)"),
                Plan.sql(
                        "distinct structs of doubles",
                        "SELECT DISTINCT struct(d, g) AS x FROM numbers WHERE k IN (1, 7)"),
                Plan.sql("sort structs of arrays", "SELECT struct(a, s) AS x FROM nested ORDER BY x DESC"),
                Plan.sql("group by map", "SELECT m, count(*) FROM nested GROUP BY m"),
                Plan.sql(
                        "distinct and filter",
                        "SELECT count(DISTINCT i) FILTER (WHERE k > 1), sum(DISTINCT s), count(*) FROM tame"),
                Plan.sql(
                        "pivot in SQL", "SELECT * FROM (SELECT g, k, i FROM tame) PIVOT (sum(i) FOR k IN (1 AS x, 2))"),
                Plan.sql("unpivot in SQL", "SELECT * FROM tame UNPIVOT (v FOR c IN (i AS one, l AS two))"),
                Plan.sql("window over group", "SELECT g, rank() OVER (ORDER BY sum(i)) FROM tame GROUP BY g"),
                Plan.sql("named window", "SELECT k, sum(i) OVER w, count(*) OVER w FROM tame WINDOW w AS (ORDER BY k)"),
                Plan.sql(
                        "qualified window",
                        "SELECT k FROM tame QUALIFY row_number() OVER (PARTITION BY g ORDER BY k) = 1"),
                Plan.sql(
                        "window over doubles",
                        "SELECT k, sum(k) OVER (ORDER BY d), rank() OVER (ORDER BY d DESC) FROM numbers"));
    }
}
