package dev.kiln.engine.translate.aggregate;

import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.isNotNull;

import dev.kiln.engine.translate.expression.Support;
import dev.kiln.engine.translate.expression.TypeTests;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.SqlType;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectList;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectSet;
import org.apache.spark.sql.types.DataType;

/** Functions that give all their inputs; NULL is left out, and of no rows they make an empty array. */
final class CollectingAggregates {
    private CollectingAggregates() {}

    static void register(AggregateRegistry.Builder builder) {
        builder.add(
                CollectList.class,
                f -> Support.nativeIf(f.ignoreNulls()),
                (f, input) -> collect(f.child(), TypeMapping.of(f.dataType()), input));
        builder.add(
                CollectSet.class,
                f -> Support.nativeIf(f.ignoreNulls() && isSetNatively(f.child().dataType())),
                (f, input) -> collect(
                        f.child(),
                        TypeMapping.of(f.dataType()),
                        new AggregateInput(input.scope(), Quantifier.DISTINCT, input.filter(), input.placement())));
    }

    /** Catalyst has one zero and one NaN in a set; DuckDB keeps the zero that came first. */
    private static boolean isSetNatively(DataType type) {
        return TypeTests.comparesNatively(type) && !TypeTests.isFloating(type) && !TypeTests.holdsFloating(type);
    }

    private static SqlExpr collect(Expression child, SqlType type, AggregateInput input) {
        SqlExpr value = input.scope().translate(child);
        SqlExpr none = new SqlExpr.Cast(new SqlExpr.Call("list_value", List.of(), type), type);
        return call(type, "coalesce", input.callWhere(isNotNull(value), type, "list", value), none);
    }
}
