package dev.kiln.conformance.differential;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** A plan for each class of relations, built with the client's data frames. */
final class RelationPlans {
    private static final List<String> JOINS =
            List.of("inner", "left", "right", "full", "leftsemi", "leftanti", "cross");

    private RelationPlans() {}

    static Stream<Plan> all() {
        return Stream.of(joins(), sets(), shapes(), groups(), statistics(), generators(), sources(), texts())
                .flatMap(plans -> plans);
    }

    private static Stream<Plan> joins() {
        Stream<Plan> kinds = JOINS.stream()
                .flatMap(kind -> Stream.of(
                        two(
                                kind + " join on a column",
                                (left, right) -> kind.equals("cross")
                                        ? left.crossJoin(right.limit(2))
                                        : left.join(right, left.col("g").equalTo(right.col("g")), kind)),
                        two(
                                kind + " join on a range",
                                (left, right) -> kind.equals("cross")
                                        ? left.crossJoin(left)
                                        : left.join(right, left.col("k").lt(right.col("i")), kind)),
                        two(
                                kind + " join null-safe",
                                (left, right) -> kind.equals("cross")
                                        ? left.limit(0).crossJoin(right)
                                        : left.join(right, left.col("g").eqNullSafe(right.col("g")), kind))));
        Stream<Plan> others = Stream.of(
                two("join using", (left, right) -> left.join(right.select("k", "i"), "k")),
                two(
                        "full join using",
                        (left, right) -> left.join(
                                right.select(col("k").plus(3).as("k"), col("i")), new String[] {"k"}, "full")),
                one("self join", frame -> frame.as("x").join(frame.as("y"), expr("x.k = y.k + 1"))),
                Plan.sql("natural join", "SELECT * FROM tame NATURAL JOIN (SELECT k, l FROM tame)"),
                Plan.sql("lateral join", "SELECT t.k, x FROM tame t, LATERAL (SELECT t.k + 1 AS x)"),
                Plan.sql(
                        "in subquery", "SELECT k FROM tame WHERE g NOT IN (SELECT g FROM numbers WHERE g IS NOT NULL)"),
                Plan.sql("not in with nulls", "SELECT k FROM tame WHERE g NOT IN (SELECT g FROM numbers)"),
                Plan.sql(
                        "correlated exists",
                        "SELECT k FROM tame t WHERE EXISTS (SELECT 1 FROM numbers n WHERE n.g = t.g AND n.k > t.k)"),
                Plan.sql(
                        "correlated scalar",
                        "SELECT k, (SELECT max(n.k) FROM numbers n WHERE n.g = t.g) AS x FROM tame t"),
                Plan.sql("scalar subquery of two rows", "SELECT (SELECT k FROM tame) AS x"));
        return Stream.concat(kinds, others);
    }

    private static Stream<Plan> sets() {
        return Stream.of(
                two("union", (left, right) -> left.select("g").union(right.select("g"))),
                two("union distinct", (left, right) -> left.select("g")
                        .union(right.select("g"))
                        .distinct()),
                two("union by name", (left, right) -> left.select("k", "g").unionByName(right.select("g", "k"))),
                two("union by name with gaps", (left, right) -> left.select("k", "g")
                        .unionByName(right.select("g", "i"), true)),
                two("union of types", (left, right) -> left.select("i").union(right.select("d"))),
                two("union of widths", (left, right) -> left.select("k").union(right.select("k", "g"))),
                two("intersect", (left, right) -> left.select("g").intersect(right.select("g"))),
                two("intersect all", (left, right) -> left.select("g").intersectAll(right.select("g"))),
                two("except", (left, right) -> left.select("g").except(right.select("g"))),
                two("except all", (left, right) -> left.select("g").exceptAll(right.select("g"))));
    }

    private static Stream<Plan> shapes() {
        return Stream.of(
                one("filter", frame -> frame.filter("i > 300 OR g IS NULL")),
                one("sort", frame -> frame.sort(col("g").desc_nulls_first(), col("k"))),
                one("limit", frame -> frame.sort("k").limit(2)),
                one("offset", frame -> frame.sort("k").offset(2)),
                one("tail", frame -> frame.sort("k").offset(1).limit(2)),
                one("distinct", frame -> frame.select("g").distinct()),
                one("drop duplicates", frame -> frame.select("g", "i").dropDuplicates("g", "i")),
                one("with column", frame -> frame.withColumn("x", col("i").plus(1))),
                one("with columns", frame -> frame.withColumns(Map.of("i", lit(1)))),
                one("rename", frame -> frame.withColumnRenamed("i", "renamed")),
                one("drop", frame -> frame.drop("i", "nothing")),
                one("to names", frame -> frame.select("k", "g").toDF("x", "y")),
                one("alias", frame -> frame.as("t").select("t.k", "t.*")),
                one("duplicate names", frame -> frame.select(col("k"), col("k"), col("g").as("k"))),
                one("column pattern", frame -> frame.select(frame.colRegex("`[kg]`"))),
                one("to schema", frame -> frame.to(StructType.fromDDL("k bigint, g string"))),
                one("hint", frame -> frame.hint("broadcast")),
                one("repartition", frame -> frame.repartition(3, col("g"))),
                one("coalesce partitions", frame -> frame.coalesce(1)),
                one(
                        "unpivot",
                        frame -> frame.unpivot(new Column[] {col("k")}, new Column[] {col("i"), col("l")}, "n", "v")),
                one("transpose", frame -> frame.select("k", "i", "l").transpose()),
                one("cast by schema", frame -> frame.selectExpr("CAST(i AS STRING) AS i", "k IS NULL AS n")),
                one("json", frame -> frame.select("k", "g", "d").toJSON().toDF()),
                one("unknown column", frame -> frame.select("nothing")),
                one("ambiguous column", frame -> frame.select(col("k"), col("k"))
                        .filter("k > 1")),
                one("no columns", frame -> frame.select()),
                one("is empty", frame -> frame.filter("k < 0").limit(1).select()));
    }

    private static Stream<Plan> groups() {
        return Stream.of(
                one("group", frame -> frame.groupBy("g").agg(sum("i"), avg("d").as("x"))),
                one("group by expression", frame -> frame.groupBy(col("k").mod(2))
                        .agg(count(lit(1)))),
                one("group without aggregates", frame -> frame.groupBy("g").count()),
                one("aggregate", frame -> frame.agg(max("i"), sum("m"))),
                one("aggregate of map", frame -> frame.agg(Map.of("i", "max"))),
                one("rollup", frame -> frame.rollup("g", "i").agg(sum("l"))),
                one("cube", frame -> frame.cube("g", "i").agg(sum("l"))),
                one(
                        "pivot",
                        frame -> frame.groupBy("g").pivot("k", List.of(1, 2)).agg(sum("i"))),
                one(
                        "pivot without values",
                        frame -> frame.groupBy("k").pivot("g").agg(sum("i"))),
                Plan.sql(
                        "grouping sets",
                        "SELECT g, i, grouping(g), grouping_id(), sum(l) FROM tame GROUP BY GROUPING SETS ((g), (i), ())"),
                Plan.sql("having", "SELECT g, sum(i) FROM tame GROUP BY g HAVING sum(i) > 600"),
                Plan.sql("group by ordinal", "SELECT g, count(*) FROM tame GROUP BY 1 ORDER BY 1"),
                Plan.sql("group by all", "SELECT g, count(*) FROM tame GROUP BY ALL"),
                Plan.sql("missing group", "SELECT g, i FROM tame GROUP BY g"),
                Plan.sql("window over group", "SELECT g, rank() OVER (ORDER BY sum(i)) FROM tame GROUP BY g"),
                Plan.sql(
                        "qualified window",
                        "SELECT k FROM tame QUALIFY row_number() OVER (PARTITION BY g ORDER BY k) = 1"));
    }

    private static Stream<Plan> statistics() {
        return Stream.of(
                one("na drop", frame -> frame.na().drop()),
                one("na drop any of", frame -> frame.na().drop(new String[] {"g"})),
                one("na drop threshold", frame -> frame.na().drop(3)),
                one("na fill number", frame -> frame.na().fill(7)),
                one("na fill text", frame -> frame.na().fill("?")),
                one("na fill map", frame -> frame.na().fill(Map.of("g", "?", "i", 7))),
                one("na replace", frame -> frame.na().replace("g", Map.of("a", "z"))),
                one("describe", frame -> frame.describe("i", "g")),
                one("summary", frame -> frame.select("i", "d").summary("count", "min", "50%", "max")),
                one("crosstab", frame -> frame.stat().crosstab("g", "k")),
                one("frequent items", frame -> frame.select("b").stat().freqItems(new String[] {"b"}, 0.4)));
    }

    private static Stream<Plan> generators() {
        return Stream.of(
                nested("explode", frame -> frame.select(col("k"), explode(col("a")))),
                nested("explode outer", frame -> frame.select(col("k"), explode_outer(col("a")))),
                nested("explode map", frame -> frame.select(col("k"), explode(col("m")))),
                nested("position explode", frame -> frame.select(col("k"), posexplode(col("w")))),
                Plan.sql("inline", "SELECT inline(array(struct(1, 'a'), struct(2, 'b')))"),
                Plan.sql("stack", "SELECT stack(2, 1, 'a', 2, 'b') AS (x, y)"),
                Plan.sql("lateral view", "SELECT k, x FROM nested LATERAL VIEW OUTER explode(a) AS x"),
                Plan.sql("json tuple", "SELECT k, json_tuple(t, 'a', 'b') FROM strings"),
                Plan.sql("table function", "SELECT * FROM range(1, 10, 3)"),
                Plan.sql("generator in from", "SELECT * FROM explode(array(1, 2))"));
    }

    private static Stream<Plan> sources() {
        return Stream.of(
                new Plan("range", session -> session.range(0, 20, 3).toDF()),
                new Plan("empty range", session -> session.range(5, 0, 1).toDF()),
                new Plan(
                        "created from rows",
                        session -> session.createDataFrame(
                                List.of(RowFactory.create(1, "a"), RowFactory.create(null, null)),
                                StructType.fromDDL("x int, y string"))),
                new Plan(
                        "created from nothing",
                        session -> session.createDataFrame(List.of(), StructType.fromDDL("x int not null"))),
                Plan.sql("values", "SELECT * FROM VALUES (1, 'a'), (2.5, NULL) AS t(x, y)"),
                Plan.sql("one row", "SELECT 1 AS x, 'a' AS y, NULL AS z, 1.50 AS m"),
                Plan.sql(
                        "common table",
                        "WITH t AS (SELECT 1 AS x), u AS (SELECT x + 1 AS y FROM t) SELECT * FROM t, u"),
                Plan.sql(
                        "recursion",
                        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r"),
                Plan.sql("no such table", "SELECT * FROM nothing_of_the_kind"),
                Plan.sql("syntax error", "SELECT FROM WHERE"),
                Plan.sql("division by zero", "SELECT i / (i - i) FROM tame"),
                Plan.sql("overflow", "SELECT i + i FROM numbers"),
                Plan.sql("bad cast", "SELECT CAST(t AS INT) FROM strings"),
                Plan.sql("bad index", "SELECT a[5] FROM nested"));
    }

    private static Stream<Plan> texts() {
        return Stream.of(
                Plan.sql("describe query", "DESCRIBE QUERY SELECT * FROM numbers"),
                Plan.sql("show functions", "SHOW FUNCTIONS LIKE 'array_*'"),
                Plan.sql("describe function", "DESCRIBE FUNCTION abs"),
                Plan.sql("set", "SET spark.sql.session.timeZone"),
                Plan.sql("current schema", "SELECT current_schema(), current_catalog()"),
                Plan.sql("pipe", "FROM tame |> WHERE k > 1 |> AGGREGATE sum(i) AS x GROUP BY g"));
    }

    private static Plan one(String name, UnaryOperator<Dataset<Row>> shape) {
        return new Plan(name, session -> shape.apply(session.table("tame")));
    }

    private static Plan nested(String name, UnaryOperator<Dataset<Row>> shape) {
        return new Plan(name, session -> shape.apply(session.table("nested")));
    }

    private static Plan two(String name, BinaryOperator<Dataset<Row>> shape) {
        return new Plan(
                name,
                session -> shape.apply(
                        session.table("tame"), session.table("numbers").select("k", "g", "i", "d")));
    }
}
