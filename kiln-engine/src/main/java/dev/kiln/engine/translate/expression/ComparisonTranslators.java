package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.compare;
import static dev.kiln.sql.SqlTrees.isNotNull;
import static dev.kiln.sql.SqlTrees.isNull;

import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.function.BiFunction;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNaN;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import scala.jdk.javaapi.CollectionConverters;

/** Comparisons. Both engines order NaN last and hold it equal to itself, and compare strings by their bytes. */
final class ComparisonTranslators {
    private ComparisonTranslators() {}

    static void register(ExpressionRegistry.Builder builder) {
        comparison(builder, EqualTo.class, BinaryOperator.EQUAL);
        comparison(builder, EqualNullSafe.class, BinaryOperator.IS_NOT_DISTINCT_FROM);
        order(builder, LessThan.class, BinaryOperator.LESS);
        order(builder, LessThanOrEqual.class, BinaryOperator.LESS_OR_EQUAL);
        order(builder, GreaterThan.class, BinaryOperator.GREATER);
        order(builder, GreaterThanOrEqual.class, BinaryOperator.GREATER_OR_EQUAL);
        builder.add(IsNull.class, (e, scope) -> isNull(scope.translateLoosely(e.child())));
        builder.add(IsNotNull.class, (e, scope) -> isNotNull(scope.translateLoosely(e.child())));
        builder.add(
                IsNaN.class,
                (e, scope) -> call(
                        PrimitiveType.BOOLEAN,
                        "coalesce",
                        call(PrimitiveType.BOOLEAN, "isnan", scope.translate(e.child())),
                        Literal.bool(false)));
        builder.add(In.class, (e, o) -> inSupport(e), in());
    }

    private static <E extends BinaryComparison> void comparison(
            ExpressionRegistry.Builder builder, Class<E> type, BinaryOperator operator) {
        builder.add(
                type,
                (e, o) -> Support.nativeIf(TypeTests.comparable(e.left(), e.right())),
                (e, scope) -> compared(e, operator, scope));
    }

    private static <E extends BinaryComparison> void order(
            ExpressionRegistry.Builder builder, Class<E> type, BinaryOperator operator) {
        builder.add(type, (e, o) -> orderSupport(e), (e, scope) -> compared(e, operator, scope));
    }

    /** DuckDB may sort both sides to compare them, and its sort keys of text are those of characters. */
    private static Support orderSupport(BinaryComparison e) {
        boolean orderable = TypeTests.orderable(e.left(), e.right());
        return TypeTests.holdsText(e.left().dataType()) ? Support.utf8If(orderable) : Support.nativeIf(orderable);
    }

    private static SqlExpr compared(BinaryComparison e, BinaryOperator operator, ExpressionScope scope) {
        return compare(operator, operand(e.left(), scope), operand(e.right(), scope));
    }

    /** DuckDB compares decimals of different widths exactly, so theirs need not be Spark's. */
    private static SqlExpr operand(Expression expression, ExpressionScope scope) {
        SqlExpr loose = scope.translateLoosely(expression);
        return loose.type() instanceof SqlType.DecimalType
                ? loose
                : ExpressionScope.exactly(loose, expression.dataType());
    }

    private static Support inSupport(In e) {
        boolean comparable = !e.list().isEmpty()
                && CollectionConverters.asJava(e.list()).stream()
                        .allMatch(candidate -> TypeTests.comparable(e.value(), candidate));
        return Support.nativeIf(comparable);
    }

    private static BiFunction<In, ExpressionScope, SqlExpr> in() {
        return (e, scope) -> new SqlExpr.In(scope.translate(e.value()), scope.translateAll(e.list()));
    }
}
