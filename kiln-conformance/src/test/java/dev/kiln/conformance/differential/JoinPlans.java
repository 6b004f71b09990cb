package dev.kiln.conformance.differential;

import static dev.kiln.conformance.differential.RelationPlans.one;
import static dev.kiln.conformance.differential.RelationPlans.two;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;

import java.util.List;
import java.util.stream.Stream;

/** Joins, subqueries and set operations. */
final class JoinPlans {
    private static final List<String> KINDS = List.of("inner", "left", "right", "full", "leftsemi", "leftanti");

    private JoinPlans() {}

    static Stream<Plan> all() {
        return Stream.of(kinds(), joins(), subqueries(), sets()).flatMap(plans -> plans);
    }

    private static Stream<Plan> kinds() {
        return KINDS.stream()
                .flatMap(kind -> Stream.of(
                        two(
                                kind + " join on a column",
                                (left, right) -> left.join(right, left.col("g").equalTo(right.col("g")), kind)),
                        two(
                                kind + " join on a range",
                                (left, right) -> left.join(right, left.col("k").lt(right.col("i")), kind)),
                        two(
                                kind + " join null-safe",
                                (left, right) -> left.join(right, left.col("g").eqNullSafe(right.col("g")), kind)),
                        two(
                                kind + " join on columns and a condition",
                                (left, right) -> left.join(
                                        right,
                                        left.col("g")
                                                .equalTo(right.col("g"))
                                                .and(left.col("k").gt(right.col("k"))),
                                        kind)),
                        two(
                                kind + " join on doubles",
                                (left, right) -> left.join(right, left.col("d").equalTo(right.col("d")), kind)),
                        two(
                                kind + " join with an empty side",
                                (left, right) -> left.join(
                                        right.filter("k < 0"), left.col("k").equalTo(right.col("k")), kind)),
                        two(
                                kind + " join using",
                                (left, right) -> left.join(
                                        right.select(col("k").plus(3).as("k"), col("i")), new String[] {"k"}, kind))));
    }

    private static Stream<Plan> joins() {
        return Stream.of(
                two("cross join", (left, right) -> left.crossJoin(right)),
                two("join without a condition", (left, right) -> left.join(right)),
                one("self join", frame -> frame.as("x").join(frame.as("y"), expr("x.k = y.k + 1"))),
                Plan.sql("join on not a number", "SELECT a.k, b.k FROM numbers a JOIN numbers b ON a.d = b.d"),
                Plan.sql("natural join", "SELECT * FROM tame NATURAL JOIN (SELECT k, l FROM tame)"),
                Plan.sql("natural full join", "SELECT * FROM tame NATURAL FULL JOIN (SELECT k + 2 AS k, t FROM wide)"),
                Plan.sql("join of three", """
                        SELECT a.k, b.k AS x, c.k AS y FROM tame a LEFT JOIN numbers b ON a.g = b.g
                        FULL JOIN wide c ON b.k = c.k"""),
                Plan.sql("lateral join", "SELECT t.k, x FROM tame t, LATERAL (SELECT t.k + 1 AS x)"),
                Plan.sql(
                        "lateral join of rows",
                        "SELECT t.k, x FROM tame t LEFT JOIN LATERAL (SELECT n.k AS x FROM numbers n WHERE n.g = t.g)"),
                Plan.sql("join hints", "SELECT /*+ MERGE(n) */ t.k FROM tame t JOIN numbers n ON t.k = n.k"));
    }

    private static Stream<Plan> subqueries() {
        return Stream.of(
                Plan.sql(
                        "in subquery", "SELECT k FROM tame WHERE g NOT IN (SELECT g FROM numbers WHERE g IS NOT NULL)"),
                Plan.sql("not in with nulls", "SELECT k FROM tame WHERE g NOT IN (SELECT g FROM numbers)"),
                Plan.sql("in as a value", "SELECT k, g IN (SELECT g FROM numbers) AS x FROM tame"),
                Plan.sql("in with two columns", "SELECT k FROM tame WHERE (k, g) IN (SELECT k, g FROM numbers)"),
                Plan.sql(
                        "correlated exists",
                        "SELECT k FROM tame t WHERE EXISTS (SELECT 1 FROM numbers n WHERE n.g = t.g AND n.k > t.k)"),
                Plan.sql(
                        "correlated not exists",
                        "SELECT k FROM tame t WHERE NOT EXISTS (SELECT 1 FROM numbers n WHERE n.g = t.g)"),
                Plan.sql(
                        "exists or",
                        "SELECT k FROM tame t WHERE k = 5 OR EXISTS (SELECT 1 FROM numbers n WHERE n.g = t.g)"),
                Plan.sql(
                        "correlated scalar",
                        "SELECT k, (SELECT max(n.k) FROM numbers n WHERE n.g = t.g) AS x FROM tame t"),
                Plan.sql(
                        "correlated count",
                        "SELECT k, (SELECT count(*) FROM numbers n WHERE n.g = t.g) AS x FROM tame t"),
                Plan.sql(
                        "correlated inequality",
                        "SELECT k, (SELECT sum(n.k) FROM numbers n WHERE n.k < t.k) AS x FROM tame t"),
                Plan.sql("scalar of nothing", "SELECT k, (SELECT i FROM tame WHERE k < 0) AS x FROM tame"),
                Plan.frame("scalar subquery of a frame", session -> {
                    var most = session.table("numbers").agg(max("k"));
                    return session.table("tame").select(col("k"), most.scalar().as("x"));
                }),
                Plan.frame("exists of a frame", session -> {
                    var numbers = session.table("numbers").filter(col("g").equalTo(col("g").outer()));
                    return session.table("tame").filter(numbers.exists()).select("k");
                }));
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
                two("union of a number and a decimal", (left, right) -> left.select("m")
                        .union(right.select("i"))),
                two("intersect", (left, right) -> left.select("g").intersect(right.select("g"))),
                two("intersect all", (left, right) -> left.select("g").intersectAll(right.select("g"))),
                two("intersect of doubles", (left, right) -> right.select("d").intersect(right.select("d"))),
                two("except", (left, right) -> left.select("g").except(right.select("g"))),
                two("except all", (left, right) -> left.select("g").exceptAll(right.select("g"))),
                Plan.sql("distinct zeros", "SELECT DISTINCT d FROM numbers WHERE d = 0"),
                Plan.sql(
                        "set operations in a row",
                        "SELECT g FROM tame UNION ALL SELECT g FROM numbers EXCEPT SELECT 'a' INTERSECT SELECT 'b'"));
    }
}
