package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.and;
import static dev.kiln.sql.SqlTrees.binary;
import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.choose;
import static dev.kiln.sql.SqlTrees.equal;
import static dev.kiln.sql.SqlTrees.fail;
import static dev.kiln.sql.SqlTrees.isNotNull;

import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.UnaryOperator;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.math.MathContext;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Abs;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.BitwiseAnd;
import org.apache.spark.sql.catalyst.expressions.BitwiseNot;
import org.apache.spark.sql.catalyst.expressions.BitwiseOr;
import org.apache.spark.sql.catalyst.expressions.BitwiseXor;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.UnaryPositive;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Arithmetic apart from sums and products, which {@link DecimalTranslators} shares with decimals. DuckDB fails on
 * overflow as Spark does in ANSI mode; the wrapping arithmetic of the other mode is left to Catalyst.
 */
final class ArithmeticTranslators {
    private static final String DIVIDE_BY_ZERO = "[DIVIDE_BY_ZERO] Division by zero.";

    /** Spark turns the sign of decimals in Scala's arithmetic, which rounds to this number of digits. */
    private static final int UNROUNDED = MathContext.DECIMAL128.getPrecision();

    private ArithmeticTranslators() {}

    static void register(ExpressionRegistry.Builder builder) {
        builder.add(Divide.class, (e, o) -> divideSupport(e), ArithmeticTranslators::divide);
        builder.add(
                IntegralDivide.class,
                (e, o) -> Support.fallibleIf(e.left().dataType().equals(DataTypes.LongType)),
                (e, scope) -> whole(e, BinaryOperator.INTEGER_DIVIDE, scope));
        builder.add(Remainder.class, (e, o) -> remainderSupport(e), ArithmeticTranslators::remainder);
        builder.add(UnaryMinus.class, (e, o) -> signSupport(e.child()), (e, scope) -> {
            SqlExpr child = scope.translate(e.child());
            return new SqlExpr.Unary(UnaryOperator.NEGATE, child, child.type());
        });
        builder.add(Abs.class, (e, o) -> signSupport(e.child()), (e, scope) -> {
            SqlExpr child = scope.translate(e.child());
            return call(child.type(), "abs", child);
        });
        builder.add(UnaryPositive.class, (e, scope) -> scope.translate(e.child()));
        builder.add(BitwiseAnd.class, (e, scope) -> plain(e, BinaryOperator.BIT_AND, scope));
        builder.add(BitwiseOr.class, (e, scope) -> plain(e, BinaryOperator.BIT_OR, scope));
        builder.add(
                BitwiseXor.class,
                (e, scope) -> call(
                        TypeMapping.of(e.dataType()), "xor", scope.translate(e.left()), scope.translate(e.right())));
        builder.add(BitwiseNot.class, (e, scope) -> {
            SqlExpr child = scope.translate(e.child());
            return new SqlExpr.Unary(UnaryOperator.BIT_NOT, child, child.type());
        });
        builder.add(
                Greatest.class,
                (e, o) -> Support.nativeIf(allOrderable(e.children())),
                (e, scope) -> extreme("greatest", e.children(), e.dataType(), scope));
        builder.add(
                Least.class,
                (e, o) -> Support.nativeIf(allOrderable(e.children())),
                (e, scope) -> extreme("least", e.children(), e.dataType(), scope));
    }

    /** DuckDB has these for DOUBLE, but for FLOAT goes by sort keys, which know one zero only. */
    private static SqlExpr extreme(String function, Seq<Expression> children, DataType type, ExpressionScope scope) {
        List<SqlExpr> values = scope.translateAll(children);
        if (!(type instanceof FloatType)) {
            return new SqlExpr.Call(function, values, TypeMapping.of(type));
        }
        List<SqlExpr> doubles = values.stream()
                .map(value -> ExpressionScope.cast(value, PrimitiveType.DOUBLE))
                .toList();
        return ExpressionScope.cast(new SqlExpr.Call(function, doubles, PrimitiveType.DOUBLE), TypeMapping.of(type));
    }

    private static boolean allOrderable(Seq<Expression> children) {
        Expression first = children.head();
        return CollectionConverters.asJava(children).stream().allMatch(child -> TypeTests.orderable(first, child));
    }

    private static Support signSupport(Expression child) {
        DataType type = child.dataType();
        if (type instanceof DecimalType decimal) {
            return Support.nativeIf(decimal.precision() <= UNROUNDED);
        }
        if (TypeTests.isFloating(type)) {
            return Support.NATIVE;
        }
        return Support.fallibleIf(TypeTests.isIntegral(child) || TypeTests.isNumericInterval(type));
    }

    private static boolean isNonZero(Expression divisor) {
        return divisor instanceof Literal literal
                && literal.value() instanceof Number number
                && number.doubleValue() != 0;
    }

    private static Support divideSupport(Divide e) {
        if (!TypeTests.isFloating(e) || !isNonZero(e.right()) && !isRepeatable(e)) {
            return Support.BRIDGED;
        }
        boolean mayFail = e.failOnError() && !isNonZero(e.right());
        return mayFail ? Support.NATIVE_MAY_FAIL : Support.NATIVE;
    }

    private static boolean isRepeatable(BinaryArithmetic e) {
        return Duplication.isCheap(e.left()) && Duplication.isCheap(e.right());
    }

    private static SqlExpr divide(Divide e, ExpressionScope scope) {
        return guarded(e, BinaryOperator.DIVIDE, e.failOnError(), scope);
    }

    private static Support remainderSupport(Remainder e) {
        if (TypeTests.isFloating(e) && !isNonZero(e.right()) && !isRepeatable(e)) {
            return Support.BRIDGED;
        }
        if (TypeTests.isFloating(e)) {
            return e.failOnError() && !isNonZero(e.right()) ? Support.NATIVE_MAY_FAIL : Support.NATIVE;
        }
        if (!TypeTests.isIntegral(e)) {
            return Support.BRIDGED;
        }
        if (isNonZero(e.right())) {
            return Support.NATIVE;
        }
        return e.failOnError() ? Support.NATIVE_MAY_FAIL : Support.NATIVE;
    }

    private static SqlExpr remainder(Remainder e, ExpressionScope scope) {
        return TypeTests.isFloating(e)
                ? guarded(e, BinaryOperator.REMAINDER, e.failOnError(), scope)
                : whole(e, BinaryOperator.REMAINDER, scope);
    }

    /** DuckDB divides floating numbers by zero; Spark does not. */
    private static SqlExpr guarded(
            BinaryArithmetic e, BinaryOperator operator, boolean failOnError, ExpressionScope scope) {
        SqlExpr left = scope.translate(e.left());
        SqlExpr right = scope.translate(e.right());
        SqlType type = TypeMapping.of(e.dataType());
        if (isNonZero(e.right())) {
            return binary(operator, left, right, type);
        }
        SqlExpr zero = ExpressionScope.cast(dev.kiln.sql.Literal.floating(0), right.type());
        if (!failOnError) {
            return binary(operator, left, call(right.type(), "nullif", right, zero), type);
        }
        return choose(
                and(equal(right, zero), isNotNull(left)),
                fail(DIVIDE_BY_ZERO, type),
                binary(operator, left, right, type));
    }

    /** Division of whole numbers, where DuckDB fails for zero as Spark does in ANSI mode. */
    private static SqlExpr whole(BinaryArithmetic e, BinaryOperator operator, ExpressionScope scope) {
        SqlType type = TypeMapping.of(e.dataType());
        SqlExpr right = scope.translate(e.right());
        boolean nullForZero = EvalModes.of(e.evalContext()) != EvalModes.ANSI && !isNonZero(e.right());
        SqlExpr divisor = nullForZero
                ? call(
                        right.type(),
                        "nullif",
                        right,
                        ExpressionScope.cast(dev.kiln.sql.Literal.integer(0), right.type()))
                : right;
        return new SqlExpr.Cast(binary(operator, scope.translate(e.left()), divisor, type), type);
    }

    private static SqlExpr plain(BinaryArithmetic e, BinaryOperator operator, ExpressionScope scope) {
        SqlType type = TypeMapping.of(e.dataType());
        SqlExpr result = binary(operator, scope.translate(e.left()), scope.translate(e.right()), type);
        return type == PrimitiveType.TINYINT ? new SqlExpr.Cast(result, type) : result;
    }
}
