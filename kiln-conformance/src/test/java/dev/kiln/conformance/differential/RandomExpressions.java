package dev.kiln.conformance.differential;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions of a wanted type over the table {@code wide}, nested at random. The seed fixes what comes out. */
final class RandomExpressions {
    /** Types as the templates below write them. */
    static final List<String> TYPES =
            List.of("int", "bigint", "double", "decimal", "string", "boolean", "date", "timestamp", "array");

    private static final Pattern HOLE = Pattern.compile("\\{(\\w+)}");

    private static final Map<String, List<String>> LEAVES = Map.of(
            "int", List.of("i", "b", "k", "s.x", "0", "1", "-7", "2147483647", "CAST(NULL AS INT)"),
            "bigint", List.of("l", "l", "5L", "-9223372036854775808L"),
            "double", List.of("d", "d", "0.5D", "-0.0D", "DOUBLE('NaN')"),
            "decimal", List.of("m", "m", "1.25", "CAST(-3 AS DECIMAL(10, 0))"),
            "string", List.of("t", "g", "s.y", "''", "'äx'", "'12'", "CAST(NULL AS STRING)"),
            "boolean", List.of("o", "o", "true", "CAST(NULL AS BOOLEAN)"),
            "date", List.of("dt", "dt", "DATE'2020-02-29'"),
            "timestamp", List.of("ts", "ts", "TIMESTAMP'2020-11-01 01:30:00'"),
            "array", List.of("a", "a", "array(1, NULL, 3)", "CAST(array() AS ARRAY<INT>)"));

    private static final Map<String, List<String>> TEMPLATES = Map.of(
            "int",
            List.of(
                    "({int} + {int})",
                    "({int} - {int})",
                    "({int} * {int})",
                    "({int} % {int})",
                    "pmod({int}, {int})",
                    "({int} & {int})",
                    "abs({int})",
                    "length({string})",
                    "year({date})",
                    "dayofweek({date})",
                    "hour({timestamp})",
                    "datediff({date}, {date})",
                    "size({array})",
                    "{array}[1]",
                    "array_max({array})",
                    "instr({string}, 'a')",
                    "if({boolean}, {int}, {int})",
                    "coalesce({int}, {int})",
                    "CASE WHEN {boolean} THEN {int} WHEN {boolean} THEN {int} END",
                    "CAST({string} AS INT)",
                    "CAST({bigint} AS INT)",
                    "CAST({double} AS INT)",
                    "hash({string}, {int})",
                    "aggregate({array}, 0, (r, e) -> r + coalesce(e, {int}))"),
            "bigint",
            List.of(
                    "({bigint} + {int})",
                    "({bigint} * {bigint})",
                    "({bigint} div {int})",
                    "CAST({int} AS BIGINT)",
                    "CAST({decimal} AS BIGINT)",
                    "unix_date({date}) * {bigint}",
                    "xxhash64({double}, {string})",
                    "shiftleft({bigint}, 3)",
                    "nullif({bigint}, {bigint})",
                    "greatest({bigint}, {bigint})",
                    "floor({double})"),
            "double",
            List.of(
                    "({double} + {double})",
                    "({double} * {int})",
                    "({int} / {int})",
                    "({double} / {double})",
                    "sqrt({double})",
                    "round({double}, 1)",
                    "CAST({string} AS DOUBLE)",
                    "CAST({decimal} AS DOUBLE)",
                    "nanvl({double}, {double})",
                    "least({double}, {double})",
                    "if({boolean}, {double}, {double})"),
            "decimal",
            List.of(
                    "({decimal} + {decimal})",
                    "({decimal} * {decimal})",
                    "({decimal} / {decimal})",
                    "({decimal} % {decimal})",
                    "round({decimal}, 2)",
                    "CAST({int} AS DECIMAL(12, 3))",
                    "CAST({double} AS DECIMAL(20, 5))",
                    "CAST({string} AS DECIMAL(18, 6))",
                    "coalesce({decimal}, {decimal})",
                    "abs({decimal})"),
            "string",
            List.of(
                    "concat({string}, {string})",
                    "upper({string})",
                    "trim({string})",
                    "substring({string}, {int}, 3)",
                    "lpad({string}, 5, 'ö')",
                    "replace({string}, 'a', {string})",
                    "CAST({int} AS STRING)",
                    "CAST({double} AS STRING)",
                    "CAST({decimal} AS STRING)",
                    "CAST({timestamp} AS STRING)",
                    "CAST({array} AS STRING)",
                    "date_format({timestamp}, 'yyyy-MM-dd HH:mm')",
                    "regexp_replace({string}, '[a-z]+', '<$0>')",
                    "array_join(CAST({array} AS ARRAY<STRING>), '-', '?')",
                    "CASE {int} WHEN 1 THEN {string} ELSE {string} END",
                    "to_json(named_struct('p', {int}, 'q', {string}))",
                    "reverse({string})"),
            "boolean",
            List.of(
                    "({int} < {bigint})",
                    "({double} >= {double})",
                    "({decimal} = {decimal})",
                    "({string} < {string})",
                    "({date} <= {date})",
                    "({timestamp} > {timestamp})",
                    "({boolean} AND {boolean})",
                    "({boolean} OR {boolean})",
                    "(NOT {boolean})",
                    "({double} <=> {double})",
                    "({string} IS NULL)",
                    "({string} LIKE '%a%')",
                    "({int} IN (1, {int}, {int}))",
                    "({int} BETWEEN {int} AND {bigint})",
                    "array_contains({array}, 1)",
                    "exists({array}, e -> e > {int})",
                    "isnan({double})",
                    "({array} = {array})"),
            "date",
            List.of(
                    "date_add({date}, pmod({int}, 1000))",
                    "add_months({date}, pmod({int}, 30))",
                    "last_day({date})",
                    "trunc({date}, 'MM')",
                    "CAST({timestamp} AS DATE)",
                    "coalesce({date}, {date})",
                    "greatest({date}, {date})",
                    "if({boolean}, {date}, {date})"),
            "timestamp",
            List.of(
                    "CAST({date} AS TIMESTAMP)",
                    "CAST(n AS TIMESTAMP)",
                    "date_trunc('HOUR', {timestamp})",
                    "({timestamp} + INTERVAL 1 DAY)",
                    "({timestamp} - INTERVAL 90 MINUTES)",
                    "coalesce({timestamp}, {timestamp})",
                    "from_utc_timestamp({timestamp}, 'Asia/Kolkata')",
                    "timestampadd(MONTH, 1, {timestamp})"),
            "array",
            List.of(
                    "array({int}, {int})",
                    "filter({array}, e -> e > {int})",
                    "transform({array}, e -> e + {int})",
                    "array_distinct({array})",
                    "concat({array}, {array})",
                    "sort_array({array})",
                    "slice({array}, 1, 2)",
                    "array_union({array}, {array})",
                    "if({boolean}, {array}, {array})"));

    private final Random random;

    RandomExpressions(Random random) {
        this.random = random;
    }

    /** An expression of a type with at most {@code depth} functions around each other. */
    String of(String type, int depth) {
        if (depth == 0) {
            return pick(LEAVES.get(type));
        }
        Matcher holes = HOLE.matcher(pick(TEMPLATES.get(type)));
        StringBuilder text = new StringBuilder();
        while (holes.find()) {
            String argument = of(holes.group(1), random.nextInt(depth));
            holes.appendReplacement(text, Matcher.quoteReplacement(argument));
        }
        return holes.appendTail(text).toString();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
