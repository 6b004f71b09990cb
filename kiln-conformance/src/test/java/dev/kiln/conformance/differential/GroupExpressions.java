package dev.kiln.conformance.differential;

import java.util.List;

/**
 * Aggregate functions, {@code %s} standing for a column, and window functions over the table {@code tame}. Skewness is
 * rounded, because its last digits depend on how Spark cuts its input into parts.
 */
final class GroupExpressions {
    static final List<String> AGGREGATES = List.of(
            "count(%s)",
            "sum(%s)",
            "avg(%s)",
            "min(%s)",
            "max(%s)",
            "stddev(%s)",
            "stddev_pop(%s)",
            "variance(%s)",
            "var_pop(%s)",
            "round(skewness(%s), 6)",
            "kurtosis(%s)",
            "corr(%s, k)",
            "covar_samp(%s, k)",
            "covar_pop(%s, k)",
            "sort_array(collect_list(%s))",
            "sort_array(collect_set(%s))",
            "approx_count_distinct(%s)",
            "percentile(%s, 0.5)",
            "percentile_approx(%s, 0.5)",
            "median(%s)",
            "max_by(%s, k)",
            "min_by(%s, -k)",
            "count_if(%s > 1)",
            "bool_and(%s > 0)",
            "bool_or(%s > 0)",
            "sum(%s) FILTER (WHERE k > 2)",
            "regr_slope(%s, k)",
            "regr_r2(%s, k)",
            "try_sum(%s)",
            "try_avg(%s)",
            "any_value(%s) IS NULL OR true",
            "percentile_cont(0.25) WITHIN GROUP (ORDER BY %s)",
            "mode(%s, true)",
            "first(%s) IS NULL OR true",
            "bit_and(%s)",
            "bit_or(%s)",
            "bit_xor(%s)",
            "percentile_disc(0.5) WITHIN GROUP (ORDER BY %s)",
            "percentile(%s, array(0.25, 0.75))",
            "histogram_numeric(%s, 3)",
            "listagg(%s, ',') WITHIN GROUP (ORDER BY %s)",
            "regr_intercept(%s, k)",
            "regr_count(%s, k)",
            "regr_avgx(%s, k)",
            "approx_percentile(%s, array(0.5, 0.9), 100)",
            "min(struct(%s, k))",
            "max(array(%s))",
            "count(%s, k)",
            "hll_sketch_estimate(hll_sketch_agg(%s))",
            "bitmap_construct_agg(bitmap_bit_position(coalesce(try_cast(%s AS INT), 0)))",
            "max(%s) - min(%s)");

    /**
     * Apart from the others: over no rows, Spark makes NULL of an aggregate that has a value there when it stands beside
     * two of these. Sums stay small, those within averages too: whether a larger one overflows on its way, or loses small
     * values beside large ones, depends on the order of rows, which a hash of them decides.
     */
    static final List<String> DISTINCT_AGGREGATES = List.of(
            "count(DISTINCT %s)",
            "sum(DISTINCT %s % 100)",
            "avg(DISTINCT %s % 100)",
            "count(DISTINCT %s, k)",
            "min(%s) + 0",
            "count(%s) + count(DISTINCT k)");

    static final List<String> WINDOWS = List.of(
            "row_number() OVER (ORDER BY k)",
            "rank() OVER (ORDER BY g)",
            "dense_rank() OVER (ORDER BY g DESC)",
            "percent_rank() OVER (ORDER BY g)",
            "cume_dist() OVER (PARTITION BY g ORDER BY k)",
            "ntile(3) OVER (ORDER BY k)",
            "lag(i) OVER (ORDER BY k)",
            "lag(i, 2, -1) OVER (PARTITION BY g ORDER BY k)",
            "lead(i) OVER (PARTITION BY g ORDER BY k)",
            "lag(i) IGNORE NULLS OVER (ORDER BY k)",
            "first_value(i) OVER (PARTITION BY g ORDER BY k)",
            "last_value(i) OVER (PARTITION BY g ORDER BY k)",
            "nth_value(i, 2) OVER (PARTITION BY g ORDER BY k)",
            "sum(l) OVER (PARTITION BY g)",
            "sum(l) OVER (ORDER BY k ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
            "avg(d) OVER (ORDER BY k RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)",
            "count(*) OVER ()",
            "max(m) OVER (PARTITION BY g ORDER BY k ROWS UNBOUNDED PRECEDING)",
            "collect_list(k) OVER (PARTITION BY g ORDER BY k)",
            "min(g) OVER (ORDER BY k DESC NULLS LAST)",
            "sum(i) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)",
            "sum(m) OVER (PARTITION BY g ORDER BY k DESC)",
            "max(i) OVER (ORDER BY i RANGE BETWEEN 100 PRECEDING AND 100 FOLLOWING)",
            "first_value(g) IGNORE NULLS OVER (ORDER BY k DESC)",
            "last_value(i) IGNORE NULLS OVER (ORDER BY k)",
            "nth_value(i, 2) IGNORE NULLS OVER (ORDER BY k)",
            "sum(i) FILTER (WHERE k > 1) OVER (ORDER BY k)",
            "stddev(d) OVER (PARTITION BY g)",
            "percentile(i, 0.5) OVER (PARTITION BY g)",
            "rank() OVER (PARTITION BY g ORDER BY i DESC NULLS FIRST)",
            "lead(g, 1, 'end') OVER (ORDER BY k)",
            "row_number() OVER (ORDER BY k) + sum(i) OVER (PARTITION BY g)",
            "count(i) OVER (ORDER BY g RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
            "min(struct(i, k)) OVER (PARTITION BY g)",
            "collect_set(g) OVER (ORDER BY k)");

    private GroupExpressions() {}
}
