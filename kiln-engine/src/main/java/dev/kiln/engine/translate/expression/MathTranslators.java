package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.call;

import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import org.apache.spark.sql.catalyst.expressions.Ceil;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Floor;
import org.apache.spark.sql.catalyst.expressions.Sqrt;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.LongType;

/** Mathematical functions whose results are defined to the last bit. */
final class MathTranslators {
    private MathTranslators() {}

    static void register(ExpressionRegistry.Builder builder) {
        builder.add(Sqrt.class, (e, scope) -> call(PrimitiveType.DOUBLE, "sqrt", scope.translate(e.child())));
        builder.add(
                Floor.class,
                (e, o) -> support(e.child(), e.dataType()),
                (e, scope) -> whole("floor", e.child(), e.dataType(), scope));
        builder.add(
                Ceil.class,
                (e, o) -> support(e.child(), e.dataType()),
                (e, scope) -> whole("ceil", e.child(), e.dataType(), scope));
    }

    /** DuckDB fails for doubles beyond BIGINT, where Spark gives the nearest BIGINT. */
    private static Support support(Expression child, DataType result) {
        if (TypeTests.isFloating(child)) {
            return Support.NATIVE_MAY_FAIL;
        }
        return Support.nativeIf(child.dataType() instanceof LongType && result instanceof LongType
                || child.dataType() instanceof DecimalType && result instanceof DecimalType);
    }

    private static SqlExpr whole(String function, Expression child, DataType result, ExpressionScope scope) {
        SqlExpr value = scope.translate(child);
        if (child.dataType() instanceof LongType) {
            return value;
        }
        return new SqlExpr.Cast(call(value.type(), function, value), TypeMapping.of(result));
    }
}
