package dev.kiln.conformance.differential;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Statements put together at random. Each has a seed of its own, which is in its name: what a failed test shows can be
 * asked again without the tests before it.
 */
final class RandomPlans {
    /** How many of each kind, always the first ones. */
    private static final int STATEMENTS = Integer.getInteger("random.statements", 25);

    private static final int DEPTH = 3;

    /** The seeds of queries in which Spark's optimizer loses a column of a correlated subquery: they have no answer. */
    private static final Set<Integer> FAIL_IN_SPARK = Set.of(75);

    private static final String COLUMNS = "k, g, b, i, l, d, m, t, o, dt, ts, n, x, a, s";

    /** Steps that keep the columns of {@code wide}; {@code $} stands for the input, {@code @} for its columns in order. */
    private static final List<String> STEPS = List.of(
            "SELECT * FROM $ WHERE {boolean}",
            "SELECT * FROM $ WHERE {boolean}",
            "SELECT @ FROM $ UNION ALL SELECT @ FROM wide WHERE {boolean}",
            "SELECT @ FROM $ UNION SELECT @ FROM wide",
            "SELECT @ FROM $ EXCEPT SELECT @ FROM wide WHERE {boolean}",
            "SELECT @ FROM $ INTERSECT SELECT @ FROM wide WHERE {boolean}",
            "SELECT DISTINCT * FROM $",
            "SELECT * EXCEPT (i), {int} AS i FROM $",
            "SELECT * EXCEPT (d, t), {double} AS d, {string} AS t FROM $",
            "SELECT * EXCEPT (o), k > 3 AND {boolean} AS o FROM $",
            "SELECT * FROM $ ORDER BY k, i, l, d, t LIMIT 6",
            "SELECT p.* FROM $ p LEFT SEMI JOIN wide q ON p.g = q.g AND q.k > p.k",
            "SELECT p.* FROM $ p LEFT ANTI JOIN wide q ON p.i = q.b",
            "SELECT p.* EXCEPT (l), q.l FROM $ p JOIN wide q ON p.k = q.k",
            "SELECT p.* EXCEPT (m), q.m FROM $ p LEFT JOIN (SELECT k, m FROM wide WHERE {boolean}) q ON p.k = q.k",
            "SELECT q.* FROM (SELECT k FROM $) p RIGHT JOIN wide q ON p.k = q.k + 1",
            "SELECT * FROM $ WHERE k IN (SELECT k FROM wide WHERE {boolean})",
            "SELECT * FROM $ p WHERE EXISTS (SELECT 1 FROM wide q WHERE q.g = p.g AND q.k <> p.k)",
            "SELECT * EXCEPT (b), (SELECT max(q.b) FROM wide q WHERE q.g = p.g) AS b FROM $ p");

    /** Last steps. */
    private static final List<String> ENDS = List.of(
            "SELECT k, {int} AS r1, {string} AS r2, {boolean} AS r3, {decimal} AS r4 FROM $",
            "SELECT k, {double} AS r1, {date} AS r2, {timestamp} AS r3, {array} AS r4, {bigint} AS r5 FROM $",
            "SELECT g, count(*), count({string}), min({int}), max({decimal}), count(DISTINCT {int}) FROM $ GROUP BY g",
            "SELECT {boolean} AS r, max({date}), min({timestamp}), max({string}), sum({int}) FROM $ GROUP BY 1",
            "SELECT g, o, sum(k), max({double}), grouping_id() FROM $ GROUP BY ROLLUP (g, o)",
            "SELECT g, o, count(*), min({string}) FROM $ GROUP BY CUBE (g, o)",
            "SELECT g, b, bool_or({boolean}), max({int}) FROM $ GROUP BY GROUPING SETS ((g), (b), (g, b), ())",
            "SELECT g, sum(k) FROM $ GROUP BY g HAVING count(*) > 1 OR bool_and({boolean})",
            "SELECT * FROM (SELECT g, k, i FROM $) PIVOT (max(i) FOR k IN (1, 2, 6))",
            "SELECT * FROM (SELECT k, i, CAST(b AS INT) AS b FROM $) UNPIVOT INCLUDE NULLS (v FOR c IN (i, b))",
            "SELECT k, rank() OVER (PARTITION BY g ORDER BY {int}), max({decimal}) OVER (PARTITION BY g) FROM $",
            "SELECT k, sum(k) OVER (ORDER BY k RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING), count({string}) OVER () FROM $",
            "SELECT k, e FROM $ LATERAL VIEW OUTER explode({array}) AS e",
            "SELECT k, posexplode({array}) FROM $",
            "SELECT sort_array(collect_list({int})), sort_array(collect_set({string})) FROM $");

    private RandomPlans() {}

    /** Expressions of all types, a few in each statement. */
    static Stream<Selection> expressions() {
        return IntStream.range(0, STATEMENTS).mapToObj(seed -> {
            RandomExpressions expressions = new RandomExpressions(new Random(seed));
            List<String> columns = RandomExpressions.TYPES.stream()
                    .map(type -> expressions.of(type, DEPTH))
                    .toList();
            return new Selection("random expressions " + seed, "SELECT k, ", columns, " FROM wide", false);
        });
    }

    /** Relations of all classes, one on top of another. */
    static Stream<Plan> queries() {
        return IntStream.range(0, STATEMENTS)
                .filter(seed -> !FAIL_IN_SPARK.contains(seed))
                .mapToObj(seed -> Plan.sql("random query " + seed, query(new Random(seed)))
                        .inTenDigits());
    }

    private static String query(Random random) {
        RandomExpressions expressions = new RandomExpressions(random);
        String input = "wide";
        for (int step = random.nextInt(4); step > 0; step--) {
            input = "(" + fill(pick(random, STEPS), input, expressions, random) + ")";
        }
        return fill(pick(random, ENDS), input, expressions, random);
    }

    private static String fill(String step, String input, RandomExpressions expressions, Random random) {
        String text = step.replace("@", COLUMNS).replace("$", input);
        for (String type : RandomExpressions.TYPES) {
            String hole = "{" + type + "}";
            for (int at = text.indexOf(hole); at >= 0; at = text.indexOf(hole)) {
                text = text.substring(0, at)
                        + expressions.of(type, random.nextInt(DEPTH))
                        + text.substring(at + hole.length());
            }
        }
        return text;
    }

    private static String pick(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
