package dev.kiln.engine.translate.aggregate;

import static dev.kiln.sql.SqlTrees.and;
import static dev.kiln.sql.SqlTrees.isNotNull;

import dev.kiln.engine.translate.expression.AttributeRule;
import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.GroupKeys;
import dev.kiln.engine.translate.expression.Support;
import dev.kiln.engine.translate.expression.TypeTests;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.LongType;
import scala.jdk.javaapi.CollectionConverters;

/** Counts, sums and averages. */
final class SumAggregates {
    /** A sum of this many more digits than its input cannot be reached. */
    private static final int HEADROOM = 10;

    private SumAggregates() {}

    static void register(AggregateRegistry.Builder builder) {
        builder.add(Count.class, SumAggregates::countSupport, SumAggregates::count);
        builder.add(Sum.class, SumAggregates::sumSupport, SumAggregates::sum);
        builder.add(Average.class, SumAggregates::averageSupport, SumAggregates::average);
    }

    private static Support countSupport(Count function) {
        return Support.NATIVE;
    }

    /** Rows in which one of several arguments is NULL do not count, and without arguments none does. */
    private static SqlExpr count(Count function, AggregateInput input) {
        if (function.children().isEmpty()) {
            return input.callWhere(Literal.bool(false), PrimitiveType.BIGINT, "count");
        }
        List<SqlExpr> values = new ArrayList<>();
        for (Expression child : CollectionConverters.asJava(function.children())) {
            if (input.isDistinct()) {
                values.add(GroupKeys.key(child, input.scope()));
            } else if (child.nullable()) {
                values.add(input.scope().translateLoosely(child));
            }
        }
        if (values.isEmpty()) {
            return input.call(PrimitiveType.BIGINT, "count");
        }
        if (values.size() == 1) {
            return input.call(PrimitiveType.BIGINT, "count", values.get(0));
        }
        SqlExpr allPresent = and(values.stream().map(value -> isNotNull(value)).toArray(SqlExpr[]::new));
        if (!input.isDistinct()) {
            return input.callWhere(allPresent, PrimitiveType.BIGINT, "count");
        }
        List<SqlExpr.NamedExpr> fields = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            fields.add(new SqlExpr.NamedExpr("f" + i, values.get(i)));
        }
        return input.callWhere(allPresent, PrimitiveType.BIGINT, "count", new SqlExpr.StructOf(fields));
    }

    private static Support sumSupport(Sum function) {
        DataType type = function.child().dataType();
        if (type instanceof DecimalType decimal) {
            boolean roomy = decimal.precision() + HEADROOM <= SqlType.DecimalType.MAX_PRECISION;
            return roomy ? Support.NATIVE : Support.NATIVE_MAY_FAIL;
        }
        if (type instanceof IntegralType) {
            return type instanceof LongType ? Support.NATIVE_MAY_FAIL : Support.NATIVE;
        }
        return type instanceof DoubleType
                ? Support.NATIVE
                : TypeTests.isNumericInterval(type) ? Support.NATIVE_MAY_FAIL : Support.BRIDGED;
    }

    private static SqlExpr sum(Sum function, AggregateInput input) {
        SqlType type = TypeMapping.of(function.dataType());
        SqlExpr value = input.scope().translateLoosely(function.child());
        return type == PrimitiveType.DOUBLE
                ? input.call(type, "sum", value)
                : new SqlExpr.Cast(input.call(type, "sum", value), type);
    }

    private static Support averageSupport(Average function) {
        DataType type = function.child().dataType();
        boolean known = type instanceof DecimalType
                || type instanceof IntegralType
                || TypeTests.isFloating(type)
                || TypeTests.isNumericInterval(type);
        return Support.fallibleIf(known);
    }

    /** The last step is Spark's own, because it decides on scale and rounding. */
    private static SqlExpr average(Average function, AggregateInput input) {
        DataType type = function.child().dataType();
        SqlExpr value = input.scope().translateLoosely(function.child());
        if (type instanceof IntegralType || TypeTests.isFloating(type)) {
            return input.call(PrimitiveType.DOUBLE, "avg", ExpressionScope.cast(value, PrimitiveType.DOUBLE));
        }
        List<AttributeReference> buffer = CollectionConverters.asJava(function.aggBufferAttributes());
        Attribute sum = buffer.get(0);
        Attribute count = buffer.get(1);
        SqlType sumType = TypeMapping.of(sum.dataType());
        Map<Long, SqlExpr> columns = Map.of(
                sum.exprId().id(),
                new SqlExpr.Cast(input.call(sumType, "sum", value), sumType),
                count.exprId().id(),
                input.call(PrimitiveType.BIGINT, "count", value));
        ExpressionScope scope = new ExpressionScope(
                input.scope().assembly(), Columns.none().with(columns), List.of(new AttributeRule()));
        return scope.bridge(function.evaluateExpression());
    }
}
