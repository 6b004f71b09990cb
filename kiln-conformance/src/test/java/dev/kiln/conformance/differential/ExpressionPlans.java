package dev.kiln.conformance.differential;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan for each class of expressions and kind of operand, put together from lists. */
final class ExpressionPlans {
    private static final List<String> TYPES = List.of(
            "tinyint", "smallint", "int", "bigint", "float", "double", "decimal(10,2)", "decimal(38,18)", "string",
            "boolean");
    private static final List<String> NUMERIC = List.of(
            "abs(%s)", "-%s", "ceil(%s)", "floor(%s)", "round(%s, 1)", "round(%s, -1)", "bround(%s, 1)", "sign(%s)",
            "sqrt(%s)", "exp(%s)", "ln(%s)", "log10(%s)", "log2(%s)", "log1p(%s)", "expm1(%s)", "sin(%s)", "cos(%s)",
            "tan(%s)", "cot(%s)", "asin(%s)", "acos(%s)", "atan(%s)", "sinh(%s)", "cosh(%s)", "tanh(%s)", "cbrt(%s)",
            "degrees(%s)", "radians(%s)", "rint(%s)", "%s IS NULL", "%s IS NOT NULL", "isnan(%s)", "nanvl(%s, 0)",
            "coalesce(%s, 0)", "nullif(%s, 1)", "nvl2(%s, 'yes', 'no')", "%s IN (0, 1, NULL)", "%s BETWEEN 0 AND 2",
            "greatest(%s, 1)", "least(%s, 1)", "hash(%s)", "xxhash64(%s)", "CASE WHEN %s > 0 THEN 'p' ELSE 'n' END",
            "CASE %s WHEN 0 THEN 'zero' WHEN 1 THEN 'one' END", "if(%s = 0, 'z', 'nz')", "format_number(%s, 2)",
            "typeof(%s)");
    private static final List<String> INTEGRAL = List.of(
            "%s & 3", "%s | 3", "%s ^ 3", "~%s", "bit_count(%s)", "hex(%s)", "bin(%s)", "chr(%s)", "%s %% 3",
            "pmod(%s, 3)", "%s div 2", "shiftleft(%s, 2)", "shiftright(%s, 1)", "shiftrightunsigned(%s, 1)",
            "factorial(CAST(%s AS INT))", "conv(%s, 10, 16)");
    private static final List<String> BINARY = List.of(
            "%s + %s", "%s - %s", "%s * %s", "%s / %s", "%s %% %s", "pmod(%s, %s)", "%s = %s", "%s <=> %s", "%s < %s",
            "%s >= %s", "%s <> %s", "power(%s, %s)", "atan2(%s, %s)", "hypot(%s, %s)", "coalesce(%s, %s)",
            "greatest(%s, %s)", "try_add(%s, %s)", "try_divide(%s, %s)");
    private static final List<String> TEXT = List.of(
            "upper(t)", "lower(t)", "length(t)", "octet_length(t)", "bit_length(t)", "trim(t)", "ltrim(t)", "rtrim(t)",
            "trim('a' FROM t)", "reverse(t)", "initcap(t)", "soundex(t)", "ascii(t)", "base64(t)", "md5(t)", "sha1(t)",
            "sha2(t, 256)", "crc32(t)", "substring(t, 2, 3)", "substring(t, -2)", "substring(t, 0, 2)", "left(t, 2)",
            "right(t, 2)", "lpad(t, 6, '*')", "rpad(t, 6, '*')", "lpad(t, 2)", "repeat(t, 2)", "instr(t, 'a')",
            "locate('a', t, 2)", "position('b', t)", "replace(t, 'a', 'xy')", "translate(t, 'abc', 'xy')",
            "split(t, ',')", "split(t, '')", "split_part(t, ',', 2)", "t LIKE '%a%'", "t LIKE 'a\\\\%%'", "t ILIKE '%A%'",
            "t RLIKE '[0-9]+'", "concat(t, '-', t)", "concat_ws('-', t, NULL, 'z')", "contains(t, 'a')",
            "startswith(t, 'a')", "endswith(t, 'c')", "levenshtein(t, 'abc')", "overlay(t PLACING 'xy' FROM 2)",
            "find_in_set('b', t)", "format_string('%s!', t)", "encode(t, 'UTF-8')", "decode(encode(t, 'UTF-16'), 'UTF-16')",
            "hex(t)", "url_encode(t)", "regexp_extract(t, '([a-z]+)', 1)", "regexp_replace(t, '[aeiou]', '_')",
            "regexp_count(t, 'a')", "regexp_instr(t, 'b')", "regexp_extract_all(t, '([a-z])', 1)", "t < 'b'",
            "t || 'z'", "t = 'A'", "char_length(t)", "sentences(t)", "elt(2, t, 'x')", "unhex(hex(t))", "isnull(t)",
            "to_json(named_struct('t', t))", "get_json_object(t, '$.a')", "from_json(t, 'a INT, b ARRAY<INT>')",
            "try_to_number(t, '999')", "try_to_timestamp(t)", "is_valid_utf8(t)", "quote(t)", "mask(t)", "hash(t)",
            "xxhash64(t)", "str_to_map(t, ',', ':')", "luhn_check(t)", "t COLLATE UTF8_LCASE = 'a'");
    private static final List<String> TIME = List.of(
            "year(%s)", "month(%s)", "day(%s)", "quarter(%s)", "dayofweek(%s)", "dayofyear(%s)", "weekofyear(%s)",
            "weekday(%s)", "last_day(%s)", "next_day(%s, 'MON')", "add_months(%s, 1)", "add_months(%s, -13)",
            "date_add(%s, 30)", "date_sub(%s, 30)", "datediff(%s, DATE'2000-01-01')",
            "months_between(%s, DATE'2000-01-31')", "trunc(%s, 'MM')", "trunc(%s, 'WEEK')", "date_trunc('QUARTER', %s)",
            "date_trunc('HOUR', %s)", "date_format(%s, 'yyyy-MM-dd EEE HH:mm:ss')", "hour(%s)", "minute(%s)",
            "second(%s)", "extract(SECOND FROM %s)", "extract(DOW FROM %s)", "extract(YEAROFWEEK FROM %s)",
            "unix_timestamp(%s)", "to_date(%s)", "to_timestamp(%s)", "%s + INTERVAL 1 MONTH", "%s - INTERVAL 1 YEAR",
            "timestampadd(DAY, 5, %s)", "timestampdiff(MONTH, %s, TIMESTAMP'2024-01-01 00:00:00')",
            "CAST(%s AS STRING)", "CAST(%s AS DATE)", "CAST(%s AS TIMESTAMP)", "CAST(%s AS TIMESTAMP_NTZ)",
            "from_utc_timestamp(%s, 'Asia/Tokyo')", "to_utc_timestamp(%s, 'Asia/Tokyo')", "%s > DATE'2000-01-01'",
            "hash(%s)", "to_char(%s, 'yyyy')", "dayname(%s)", "monthname(%s)");
    private static final List<String> NESTED = List.of(
            "size(a)", "cardinality(m)", "sort_array(a)", "sort_array(a, false)", "array_sort(a)", "array_contains(a, 1)",
            "array_position(a, 1)", "array_distinct(a)", "array_union(a, array(9))", "array_intersect(a, array(1, 2))",
            "array_except(a, array(1))", "array_join(w, '-')", "array_join(w, '-', '?')", "array_max(a)", "array_min(a)",
            "array_remove(a, 1)", "array_append(a, 5)", "array_prepend(a, 5)", "array_insert(a, 2, 5)", "array_compact(a)",
            "array_repeat(k, 2)", "slice(a, 2, 2)", "try_element_at(a, 2)", "try_element_at(m, 'a')", "get(a, 0)",
            "reverse(a)", "concat(a, a)", "arrays_zip(a, w)", "arrays_overlap(a, array(2))", "sequence(1, k)",
            "flatten(array(a, a))", "transform(a, x -> x + 1)", "transform(a, (x, n) -> x * n)", "filter(a, x -> x > 1)",
            "exists(a, x -> x > 1)", "forall(a, x -> x > 0)", "aggregate(a, 0, (s, x) -> s + x)", "map_keys(m)",
            "map_values(m)", "map_entries(m)", "map_concat(m, map('z', 0))", "map_filter(m, (n, v) -> v > 1)",
            "map_from_arrays(w, w)", "map_contains_key(m, 'a')", "transform_values(m, (n, v) -> v + 1)",
            "transform_keys(m, (n, v) -> upper(n))", "map_zip_with(m, m, (n, x, y) -> x + y)",
            "zip_with(a, a, (x, y) -> x + y)", "s.x", "s.y", "m['a']", "to_json(s)", "to_json(a)", "to_json(m)",
            "named_struct('a', a, 's', s)", "struct(k, s.x)", "CAST(a AS STRING)", "CAST(s AS STRING)",
            "CAST(a AS ARRAY<STRING>)", "a = array(3, 1, 2)", "s = named_struct('x', 1, 'y', 'one')", "hash(a, s)",
            "a IS NULL", "to_csv(s)", "schema_of_json('{\"a\": 1}')");
    private static final List<String> AGGREGATES = List.of(
            "count(%s)", "count(DISTINCT %s)", "sum(%s)", "avg(%s)", "min(%s)", "max(%s)", "stddev(%s)", "stddev_pop(%s)",
            "variance(%s)", "var_pop(%s)", "skewness(%s)", "kurtosis(%s)", "corr(%s, k)", "covar_samp(%s, k)",
            "covar_pop(%s, k)", "sort_array(collect_list(%s))", "sort_array(collect_set(%s))",
            "approx_count_distinct(%s)", "percentile(%s, 0.5)", "percentile_approx(%s, 0.5)", "median(%s)", "max_by(k, %s)",
            "min_by(k, %s)", "count_if(%s > 1)", "bool_and(%s > 0)", "bool_or(%s > 0)", "sum(DISTINCT %s)",
            "sum(%s) FILTER (WHERE k > 2)", "regr_slope(%s, k)", "regr_r2(%s, k)", "try_sum(%s)", "try_avg(%s)",
            "any_value(%s) IS NULL OR true", "percentile_cont(0.25) WITHIN GROUP (ORDER BY %s)", "mode(%s, true)");
    private static final List<String> WINDOWS = List.of(
            "row_number() OVER (ORDER BY k)", "rank() OVER (ORDER BY g)", "dense_rank() OVER (ORDER BY g DESC)",
            "percent_rank() OVER (ORDER BY g)", "cume_dist() OVER (PARTITION BY g ORDER BY k)",
            "ntile(3) OVER (ORDER BY k)", "lag(i) OVER (ORDER BY k)", "lag(i, 2, -1) OVER (PARTITION BY g ORDER BY k)",
            "lead(i) OVER (PARTITION BY g ORDER BY k)", "lag(i) IGNORE NULLS OVER (ORDER BY k)",
            "first_value(i) OVER (PARTITION BY g ORDER BY k)", "last_value(i) OVER (PARTITION BY g ORDER BY k)",
            "nth_value(i, 2) OVER (PARTITION BY g ORDER BY k)", "sum(l) OVER (PARTITION BY g)",
            "sum(l) OVER (ORDER BY k ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
            "avg(d) OVER (ORDER BY k RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)", "count(*) OVER ()",
            "max(m) OVER (PARTITION BY g ORDER BY k ROWS UNBOUNDED PRECEDING)",
            "collect_list(k) OVER (PARTITION BY g ORDER BY k)", "min(g) OVER (ORDER BY k DESC NULLS LAST)");

    private ExpressionPlans() {}

    static Stream<Plan> all() {
        return Stream.of(
                        overColumns("numbers", EdgeTables.NUMBERS, NUMERIC),
                        overColumns("numbers", EdgeTables.INTEGERS, INTEGRAL),
                        casts(),
                        pairs(),
                        overColumns("times", List.of("d", "ts", "n"), TIME),
                        single("strings", TEXT),
                        single("nested", NESTED),
                        aggregates(),
                        single("tame", WINDOWS))
                .flatMap(plans -> plans);
    }

    private static Stream<Plan> overColumns(String table, List<String> columns, List<String> expressions) {
        return expressions.stream()
                .map(expression -> select(
                        expression,
                        table,
                        columns.stream()
                                .map(column -> String.format(expression, column))
                                .toList()));
    }

    private static Stream<Plan> single(String table, List<String> expressions) {
        return expressions.stream().map(expression -> select(expression, table, List.of(expression)));
    }

    private static Stream<Plan> casts() {
        return TYPES.stream()
                .flatMap(type -> Stream.of("CAST", "TRY_CAST").flatMap(cast -> Stream.of(
                        select(
                                cast + " numbers to " + type,
                                "numbers",
                                EdgeTables.NUMBERS.stream()
                                        .map(column -> cast + "(" + column + " AS " + type + ")")
                                        .toList()),
                        select(
                                cast + " strings to " + type,
                                "strings",
                                List.of(cast + "(t AS " + type + ")")))));
    }

    private static Stream<Plan> pairs() {
        return BINARY.stream()
                .map(expression -> select(
                        expression,
                        "numbers",
                        EdgeTables.NUMBERS.stream()
                                .flatMap(left -> EdgeTables.NUMBERS.stream()
                                        .map(right -> String.format(expression, left, right)))
                                .toList()));
    }

    private static Stream<Plan> aggregates() {
        return AGGREGATES.stream().flatMap(expression -> {
            String columns = Stream.of("b", "s", "i", "l", "f", "d", "m")
                    .map(column -> String.format(expression, column))
                    .collect(Collectors.joining(", "));
            return Stream.of(
                    Plan.sql(expression + " over all", "SELECT " + columns + " FROM tame"),
                    Plan.sql(expression + " by group", "SELECT g, " + columns + " FROM tame GROUP BY g"),
                    Plan.sql(expression + " over nothing", "SELECT " + columns + " FROM tame WHERE k < 0"));
        });
    }

    private static Plan select(String name, String table, List<String> expressions) {
        String columns = String.join(", ", expressions);
        return new Plan(
                name + " from " + table, session -> session.sql("SELECT k, " + columns + " FROM " + table));
    }
}
