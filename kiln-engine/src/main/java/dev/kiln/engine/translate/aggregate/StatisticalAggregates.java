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
import java.util.function.Predicate;
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
        moment(builder, StddevPop.class, StddevPop::nullOnDivideByZero, "stddev_pop");
        moment(builder, StddevSamp.class, StddevSamp::nullOnDivideByZero, "stddev_samp");
        moment(builder, VariancePop.class, VariancePop::nullOnDivideByZero, "var_pop");
        moment(builder, VarianceSamp.class, VarianceSamp::nullOnDivideByZero, "var_samp");
    }

    /** Of a single row, samples have no spread: NULL, unless an old setting asks for NaN. */
    private static <F extends CentralMomentAgg> void moment(
            AggregateRegistry.Builder builder, Class<F> type, Predicate<F> nullForOneRow, String function) {
        builder.add(type, f -> Support.fallibleIf(nullForOneRow.test(f)), (f, input) -> {
            Expression child = f.children().head();
            SqlExpr value = input.scope().translate(child);
            SqlExpr spread = input.call(PrimitiveType.DOUBLE, function, value);
            return mayBeInfinite(child)
                    ? choose(
                            not(call(PrimitiveType.BOOLEAN, "isfinite", input.call(value.type(), "max", value))),
                            ExpressionScope.cast(Literal.string("NaN"), PrimitiveType.DOUBLE),
                            spread)
                    : spread;
        });
    }

    /** DuckDB makes nothing of the value of a single row, but what has no finite value has no spread either. */
    private static boolean mayBeInfinite(Expression child) {
        return !(child instanceof Cast cast
                && !TypeTests.isFloating(cast.child().dataType()));
    }
}
