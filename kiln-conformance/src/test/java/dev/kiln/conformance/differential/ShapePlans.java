package dev.kiln.conformance.differential;

import static dev.kiln.conformance.differential.RelationPlans.nested;
import static dev.kiln.conformance.differential.RelationPlans.one;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Projections, filters, orders, limits, changes of columns, generators, and the actions on data frames. */
final class ShapePlans {
    private ShapePlans() {}

    static Stream<Plan> all() {
        return Stream.of(rows(), columns(), generators(), actions()).flatMap(plans -> plans);
    }

    private static Stream<Plan> rows() {
        return Stream.of(
                one("filter", frame -> frame.filter("i > 300 OR g IS NULL")),
                one("filter on the side of null", frame -> frame.filter(col("i").gt(300))
                        .filter("NOT (g <> 'b')")),
                one("sort", frame -> frame.sort(col("g").desc_nulls_first(), col("k")))
                        .ordered(),
                one("sort nulls last", frame -> frame.sort(col("g").asc_nulls_last(), col("k").desc()))
                        .ordered(),
                one("sort by expression", frame -> frame.sort(col("k").mod(2), col("k").unary_$minus()))
                        .ordered(),
                one("sort within partitions", frame -> frame.sortWithinPartitions("k")),
                Plan.sql("sort doubles", "SELECT d, k FROM numbers ORDER BY d, k"),
                Plan.sql("sort floats down", "SELECT f, k FROM numbers ORDER BY f DESC, k"),
                Plan.sql("sort strings", "SELECT t, k FROM strings ORDER BY t"),
                Plan.sql("sort arrays", "SELECT a, k FROM nested ORDER BY a"),
                Plan.sql("sort structs", "SELECT s, k FROM nested ORDER BY s DESC"),
                Plan.sql("sort binary", "SELECT x, k FROM wide ORDER BY x"),
                one("limit", frame -> frame.sort("k").limit(2)).ordered(),
                one("limit zero", frame -> frame.limit(0)),
                one("offset", frame -> frame.sort("k").offset(2)).ordered(),
                one("offset and limit", frame -> frame.sort("k").offset(1).limit(2))
                        .ordered(),
                one("limit before filter", frame -> frame.sort("k").limit(3).filter("k > 2")),
                one("distinct", frame -> frame.select("g").distinct()),
                one("drop duplicates", frame -> frame.select("g", "i").dropDuplicates("g", "i")),
                one("drop duplicates of some", frame -> frame.dropDuplicates("k")),
                one("sample nothing", frame -> frame.sample(0.0, 1)),
                one("sample everything", frame -> frame.sample(1.0, 1)),
                Plan.answer("sample with a seed", session -> {
                    Dataset<Long> all = session.range(0, 1000, 1, 1);
                    Dataset<Long> some = all.sample(0.3, 42);
                    long size = some.count();
                    return Answer.ofValues(
                            size > 200 && size < 400,
                            some.except(all).isEmpty(),
                            some.collectAsList().equals(all.sample(0.3, 42).collectAsList()),
                            some.collectAsList().equals(all.sample(0.3, 43).collectAsList()));
                }),
                Plan.frame("sample with replacement", session -> session.range(0, 100, 1, 1)
                        .sample(true, 0.7, 42)
                        .toDF()),
                Plan.frame("random split", session -> {
                    List<Dataset<Long>> parts = session.range(0, 100, 1, 1).randomSplitAsList(new double[] {1, 2}, 7);
                    return parts.get(0).union(parts.get(1)).toDF();
                }),
                one("repartition", frame -> frame.repartition(3, col("g"))),
                one("repartition by range", frame -> frame.repartitionByRange(2, col("k"))),
                one("coalesce partitions", frame -> frame.coalesce(1)),
                one("hint", frame -> frame.hint("broadcast")),
                one("cache", frame -> frame.cache().filter("k > 1")),
                one("local checkpoint", frame -> frame.localCheckpoint().filter("k > 1")),
                one("observe", frame -> frame.observe("seen", count(lit(1)).as("n"))),
                one("is empty", frame -> frame.filter("k < 0").limit(1).select()));
    }

    private static Stream<Plan> columns() {
        return Stream.of(
                one("project", frame -> frame.select(col("k").plus(1), col("g").as("h"), lit(1.5), lit(null))),
                one("with column", frame -> frame.withColumn("x", col("i").plus(1))),
                one("with columns", frame -> frame.withColumns(Map.of("i", lit(1)))),
                one("rename", frame -> frame.withColumnRenamed("i", "renamed")),
                one("rename several", frame -> frame.withColumnsRenamed(Map.of("i", "x", "nothing", "y"))),
                one("with metadata", frame -> frame.withMetadata("i", org.apache.spark.sql.types.Metadata.empty())),
                one("drop", frame -> frame.drop("i", "nothing")),
                one("drop a column", frame -> frame.drop(col("i"))),
                one("to names", frame -> frame.select("k", "g").toDF("x", "y")),
                one("alias", frame -> frame.as("t").select("t.k", "t.*")),
                one("duplicate names", frame -> frame.select(col("k"), col("k"), col("g").as("k"))),
                one("column pattern", frame -> frame.select(frame.colRegex("`[kg]`"))),
                one("to schema", frame -> frame.to(StructType.fromDDL("k bigint, g string"))),
                one("cast by schema", frame -> frame.selectExpr("CAST(i AS STRING) AS i", "k IS NULL AS n")),
                one("json", frame -> frame.select("k", "g", "d").toJSON().toDF()),
                one("no columns", frame -> frame.select()),
                one(
                        "unpivot",
                        frame -> frame.unpivot(new Column[] {col("k")}, new Column[] {col("i"), col("l")}, "n", "v")),
                one("unpivot the rest", frame -> frame.select("k", "i", "s")
                        .unpivot(new Column[] {col("k")}, "n", "v")),
                one("melt", frame -> frame.select("k", "b", "i").melt(new Column[] {col("k")}, "n", "v")),
                one("transpose", frame -> frame.select("k", "i", "l").transpose()),
                one("transpose by a column", frame -> frame.select("i", "k").transpose(col("k"))),
                nested("fields", frame -> frame.select("s.*", "k")),
                nested("with a field", frame -> frame.select(col("s").withField("z", lit(1)))),
                nested("struct and array", frame -> frame.select(struct("k", "a"), array(col("k"), lit(2)))));
    }

    private static Stream<Plan> generators() {
        return Stream.of(
                nested("explode", frame -> frame.select(col("k"), explode(col("a")))),
                nested("explode outer", frame -> frame.select(col("k"), explode_outer(col("a")))),
                nested("explode map", frame -> frame.select(col("k"), explode(col("m")))),
                nested("explode outer map", frame -> frame.select(col("k"), explode_outer(col("m")))),
                nested("position explode", frame -> frame.select(col("k"), posexplode(col("w")))),
                Plan.sql("position explode outer", "SELECT k, posexplode_outer(a) AS (p, e) FROM nested"),
                Plan.sql("inline", "SELECT inline(array(struct(1, 'a'), struct(2, 'b')))"),
                Plan.sql("inline outer", "SELECT k, inline_outer(array(s)) FROM nested"),
                Plan.sql("stack", "SELECT stack(2, 1, 'a', 2, 'b') AS (x, y)"),
                Plan.sql("stack of columns", "SELECT k, stack(2, 'b', i, 's', k) FROM tame"),
                Plan.sql("lateral view", "SELECT k, x FROM nested LATERAL VIEW OUTER explode(a) AS x"),
                Plan.sql(
                        "lateral views",
                        "SELECT k, x, y FROM nested LATERAL VIEW explode(a) AS x LATERAL VIEW posexplode(w) AS p, y"),
                Plan.sql("json tuple", "SELECT k, json_tuple(t, 'a', 'b') FROM strings"),
                Plan.sql("table function", "SELECT * FROM range(1, 10, 3)"),
                Plan.sql("generator in from", "SELECT * FROM explode(array(1, 2))"),
                Plan.sql("lateral generator", "SELECT k, x.* FROM nested, LATERAL explode(a) AS x"),
                Plan.sql("variant explode", "SELECT pos, key FROM variant_explode(parse_json('[1, \"a\"]'))"));
    }

    private static Stream<Plan> actions() {
        return Stream.of(
                action("tail", frame -> frame.sort("k").tail(2)),
                action("tail of more", frame -> frame.sort("k").tail(20)),
                action("head", frame -> frame.sort("k").head(3)),
                action("take none", frame -> frame.filter("k < 0").take(3)),
                Plan.answer(
                        "first",
                        session ->
                                Answer.ofValues(session.table("tame").sort("k").first())),
                Plan.answer(
                        "count",
                        session -> Answer.ofValues(session.table("tame").count())),
                Plan.answer(
                        "empty",
                        session -> Answer.ofValues(
                                session.table("tame").filter("k < 0").isEmpty())),
                Plan.answer(
                        "columns",
                        session ->
                                Answer.ofValues((Object[]) session.table("tame").columns())),
                printed("show", frame -> frame.sort("k").show()),
                printed("show nothing", frame -> frame.filter("k < 0").show()),
                printed("show cut", frame -> frame.sort("k").show(2, 3)),
                printed("show upright", frame -> frame.sort("k").show(2, 0, true)),
                printed("print schema", Dataset::printSchema),
                Plan.answer("show edges", session -> Answer.ofValues(output(session.table("wide"), Dataset::show))),
                Plan.answer("show nested", session -> Answer.ofValues(output(session.table("nested"), Dataset::show))));
    }

    private interface Action {
        Object rows(Dataset<Row> frame);
    }

    private interface Printing {
        void print(Dataset<Row> frame);
    }

    private static Plan action(String name, Action action) {
        return Plan.answer(name, session -> {
                    Dataset<Row> frame = session.table("tame");
                    return Answer.of(frame, action.rows(frame));
                })
                .ordered();
    }

    private static Plan printed(String name, Printing printing) {
        return Plan.answer(name, session -> Answer.ofValues(output(session.table("tame"), printing)));
    }

    private static String output(Dataset<Row> frame, Printing printing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        scala.Console.withOut(bytes, () -> {
            printing.print(frame);
            return "";
        });
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
