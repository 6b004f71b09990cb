package dev.kiln.engine.translate.aggregate;

import static dev.kiln.sql.SqlTrees.isNotNull;

import dev.kiln.engine.translate.expression.Support;
import dev.kiln.engine.translate.expression.TypeTests;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.SqlType;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.BitAndAgg;
import org.apache.spark.sql.catalyst.expressions.aggregate.BitOrAgg;
import org.apache.spark.sql.catalyst.expressions.aggregate.BitXorAgg;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.MaxBy;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.expressions.aggregate.MinBy;
import org.apache.spark.sql.types.AtomicType;

/** Functions that give one of their inputs, or its bits. */
final class SelectingAggregates {
    private SelectingAggregates() {}

    static void register(AggregateRegistry.Builder builder) {
        builder.add(Min.class, f -> ordered(f.child()), (f, input) -> unary("min", f.child(), input));
        builder.add(Max.class, f -> ordered(f.child()), (f, input) -> unary("max", f.child(), input));
        builder.add(BitAndAgg.class, f -> Support.NATIVE, (f, input) -> unary("bit_and", f.child(), input));
        builder.add(BitOrAgg.class, f -> Support.NATIVE, (f, input) -> unary("bit_or", f.child(), input));
        builder.add(BitXorAgg.class, f -> Support.NATIVE, (f, input) -> unary("bit_xor", f.child(), input));
        builder.add(First.class, f -> Support.NATIVE, (f, input) -> edge("first", f.child(), f.ignoreNulls(), input));
        builder.add(Last.class, f -> Support.NATIVE, (f, input) -> edge("last", f.child(), f.ignoreNulls(), input));
        builder.add(
                MaxBy.class,
                f -> ordered(f.orderingExpr()),
                (f, input) -> by("arg_max_null", f.valueExpr(), f.orderingExpr(), input));
        builder.add(
                MinBy.class,
                f -> ordered(f.orderingExpr()),
                (f, input) -> by("arg_min_null", f.valueExpr(), f.orderingExpr(), input));
    }

    private static Support ordered(Expression child) {
        return Support.nativeIf(child.dataType() instanceof AtomicType && TypeTests.comparesNatively(child.dataType()));
    }

    private static SqlExpr unary(String function, Expression child, AggregateInput input) {
        SqlExpr value = input.scope().translate(child);
        return input.call(value.type(), function, value);
    }

    private static SqlExpr edge(String function, Expression child, boolean ignoreNulls, AggregateInput input) {
        SqlExpr value = input.scope().translate(child);
        return ignoreNulls
                ? input.callWhere(isNotNull(value), value.type(), function, value)
                : input.call(value.type(), function, value);
    }

    private static SqlExpr by(String function, Expression value, Expression order, AggregateInput input) {
        SqlType type = TypeMapping.of(value.dataType());
        return input.call(
                type, function, input.scope().translate(value), input.scope().translate(order));
    }
}
