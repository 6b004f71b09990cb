package dev.kiln.engine.translate.aggregate;

import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.choose;
import static dev.kiln.sql.SqlTrees.not;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.Support;
import dev.kiln.engine.translate.expression.TypeTests;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.CentralMomentAgg;
import org.apache.spark.sql.catalyst.expressions.aggregate.StddevPop;
import org.apache.spark.sql.catalyst.expressions.aggregate.StddevSamp;
import org.apache.spark.sql.catalyst.expressions.aggregate.VariancePop;
import org.apache.spark.sql.catalyst.expressions.aggregate.VarianceSamp;

/** Variances and deviations. DuckDB fails for infinite values, of which Spark makes NaN. */
final class StatisticalAggregates {
    private StatisticalAggregates() {}

    static void register(AggregateRegistry.Builder builder) {
        builder.add(
                StddevPop.class,
                f -> Support.fallibleIf(f.nullOnDivideByZero()),
                (f, input) -> ofPopulation(f, "stddev_pop", input));
        builder.add(
                VariancePop.class,
                f -> Support.fallibleIf(f.nullOnDivideByZero()),
                (f, input) -> ofPopulation(f, "var_pop", input));
        builder.add(
                StddevSamp.class,
                f -> Support.fallibleIf(f.nullOnDivideByZero()),
                (f, input) -> ofSample(f, "stddev_samp", input));
        builder.add(
                VarianceSamp.class,
                f -> Support.fallibleIf(f.nullOnDivideByZero()),
                (f, input) -> ofSample(f, "var_samp", input));
    }

    /** Of a single row, samples have no spread: NULL, unless an old setting asks for NaN. */
    private static SqlExpr ofSample(CentralMomentAgg aggregate, String function, AggregateInput input) {
        SqlExpr value = input.scope().translate(aggregate.children().head());
        return input.call(PrimitiveType.DOUBLE, function, value);
    }

    /** Of a single row, DuckDB says 0 whatever the value; Spark says NaN for those that are not finite. */
    private static SqlExpr ofPopulation(CentralMomentAgg aggregate, String function, AggregateInput input) {
        Expression child = aggregate.children().head();
        SqlExpr value = input.scope().translate(child);
        SqlExpr spread = input.call(PrimitiveType.DOUBLE, function, value);
        return mayBeInfinite(child)
                ? choose(
                        not(call(PrimitiveType.BOOLEAN, "isfinite", input.call(value.type(), "max", value))),
                        ExpressionScope.cast(Literal.string("NaN"), PrimitiveType.DOUBLE),
                        spread)
                : spread;
    }

    private static boolean mayBeInfinite(Expression child) {
        return !(child instanceof Cast cast
                && !TypeTests.isFloating(cast.child().dataType()));
    }
}
