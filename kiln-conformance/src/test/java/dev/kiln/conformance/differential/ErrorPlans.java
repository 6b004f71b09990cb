package dev.kiln.conformance.differential;

import static dev.kiln.conformance.differential.RelationPlans.one;
import static dev.kiln.conformance.differential.RelationPlans.two;

import java.util.stream.Stream;

/** Plans that Spark refuses, or that fail while they run, in ANSI mode. */
final class ErrorPlans {
    private ErrorPlans() {}

    static Stream<Plan> all() {
        return Stream.of(
                one("unknown column", frame -> frame.select("nothing")),
                Plan.sql("ambiguous column", "SELECT k FROM tame a JOIN tame b ON a.k = b.k"),
                one("no number", frame -> frame.filter("g + 1")),
                two("union of widths", (left, right) -> left.select("k").union(right.select("k", "g"))),
                Plan.sql("missing group", "SELECT g, i FROM tame GROUP BY g"),
                Plan.sql("aggregate in where", "SELECT k FROM tame WHERE sum(k) > 1"),
                Plan.sql("no such table", "SELECT * FROM nothing_of_the_kind"),
                Plan.sql("no such function", "SELECT nothing_of_the_kind(k) FROM tame"),
                Plan.sql("wrong argument", "SELECT abs(array(1))"),
                Plan.sql("too few arguments", "SELECT substring('a')"),
                Plan.sql("syntax error", "SELECT FROM WHERE"),
                Plan.sql("division by zero", "SELECT i / (i - i) FROM tame"),
                Plan.sql("remainder by zero", "SELECT i % (i - i) FROM tame"),
                Plan.sql("overflow", "SELECT i + i FROM numbers"),
                Plan.sql(
                        "overflow of a range",
                        "SELECT id, last(id) OVER (ORDER BY id RANGE BETWEEN CURRENT ROW AND 4 FOLLOWING)"
                                + " FROM range(9223372036854775804, 9223372036854775807)"),
                Plan.sql(
                        "overflow of a range downwards",
                        "SELECT id, last(id) OVER (ORDER BY id DESC RANGE BETWEEN CURRENT ROW AND 5 FOLLOWING)"
                                + " FROM range(-9223372036854775806, -9223372036854775805)"),
                Plan.sql("overflow of a sum", "SELECT sum(l) FROM (SELECT l FROM numbers WHERE l > 0)"),
                Plan.sql("overflow of a decimal", "SELECT n * n FROM numbers"),
                Plan.sql("overflow of a cast", "SELECT CAST(l AS INT) FROM numbers"),
                Plan.sql("bad cast", "SELECT CAST(t AS INT) FROM strings"),
                Plan.sql("bad date", "SELECT CAST(t AS DATE) FROM strings"),
                Plan.sql("bad index", "SELECT a[5] FROM nested"),
                Plan.sql("bad JSON", "SELECT from_json('nonsense', 'a INT', map('mode', 'FAILFAST'))"),
                Plan.sql("bad pattern", "SELECT t RLIKE '(' FROM strings"),
                Plan.sql("bad format", "SELECT date_format(ts, 'bbb') FROM times"),
                Plan.sql("raised", "SELECT raise_error(g) FROM tame WHERE k = 1"),
                Plan.sql("asserted", "SELECT assert_true(k > 1, 'too small') FROM tame"),
                Plan.sql("scalar subquery of two rows", "SELECT (SELECT k FROM tame) AS x"),
                Plan.sql("duplicate keys", "SELECT map('a', 1, 'a', 2)"),
                Plan.sql("null key", "SELECT map_from_arrays(array(CAST(NULL AS STRING)), array(1))"),
                Plan.sql(
                        "endless recursion",
                        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT * FROM r"));
    }
}
