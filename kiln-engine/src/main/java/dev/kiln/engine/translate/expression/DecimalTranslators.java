package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.binary;

import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.SqlType;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.CheckOverflow;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

/**
 * Sums, differences and products. For decimals the types of DuckDB's results are worked out here, because they differ
 * from Spark's: DuckDB multiplies decimals of up to 18 digits in 64 bits and fails when the product has more.
 */
final class DecimalTranslators {
    /** The most digits that DuckDB keeps in 64 bits. */
    private static final int NARROW = 18;

    private static final int MAX = SqlType.DecimalType.MAX_PRECISION;

    private DecimalTranslators() {}

    static void register(ExpressionRegistry.Builder builder) {
        builder.add(Add.class, (e, o) -> additiveSupport(e), (e, s) -> arithmetic(e, BinaryOperator.ADD, s));
        builder.add(Subtract.class, (e, o) -> additiveSupport(e), (e, s) -> arithmetic(e, BinaryOperator.SUBTRACT, s));
        builder.add(Multiply.class, (e, o) -> productSupport(e), (e, s) -> arithmetic(e, BinaryOperator.MULTIPLY, s));
        builder.add(
                CheckOverflow.class,
                (e, o) -> Support.fallibleIf(!e.nullOnOverflow() && TypeTests.isDecimal(e.child())),
                (e, scope) -> new SqlExpr.Cast(scope.translateLoosely(e.child()), TypeMapping.of(e.dataType())));
    }

    private static Support additiveSupport(BinaryArithmetic e) {
        if (!(e.dataType() instanceof DecimalType result)) {
            return plainSupport(e);
        }
        int left = ((DecimalType) e.left().dataType()).scale();
        int right = ((DecimalType) e.right().dataType()).scale();
        return decimalSupport(result, Math.max(left, right));
    }

    private static Support productSupport(Multiply e) {
        if (!(e.dataType() instanceof DecimalType result)) {
            return TypeTests.isIntegral(e) || TypeTests.isFloating(e) ? plainSupport(e) : Support.BRIDGED;
        }
        int left = ((DecimalType) e.left().dataType()).scale();
        int right = ((DecimalType) e.right().dataType()).scale();
        return decimalSupport(result, left + right);
    }

    /** Exact results only: where Spark gives up digits of the scale, it rounds, and Catalyst does that. */
    private static Support decimalSupport(DecimalType result, int exactScale) {
        if (result.scale() != exactScale) {
            return Support.BRIDGED;
        }
        if (result.precision() < MAX) {
            return Support.NATIVE;
        }
        return Support.NATIVE_MAY_FAIL;
    }

    private static Support plainSupport(BinaryArithmetic e) {
        DataType type = e.dataType();
        if (TypeTests.isFloating(type)) {
            return Support.NATIVE;
        }
        return Support.fallibleIf(TypeTests.isIntegral(e) || TypeTests.isNumericInterval(type));
    }

    private static SqlExpr arithmetic(BinaryArithmetic e, BinaryOperator operator, ExpressionScope scope) {
        SqlExpr left = scope.translateLoosely(e.left());
        SqlExpr right = scope.translateLoosely(e.right());
        if (!(left.type() instanceof SqlType.DecimalType leftType)
                || !(right.type() instanceof SqlType.DecimalType rightType)) {
            return binary(
                    operator, scope.translate(e.left()), scope.translate(e.right()), TypeMapping.of(e.dataType()));
        }
        boolean product = operator == BinaryOperator.MULTIPLY;
        if (scope.options().strictness() != Strictness.FAST && leftType.precision() <= NARROW) {
            leftType = new SqlType.DecimalType(NARROW + 1, leftType.scale());
            left = new SqlExpr.Cast(left, leftType);
        }
        return binary(operator, left, right, product ? product(leftType, rightType) : sum(leftType, rightType));
    }

    private static SqlType.DecimalType product(SqlType.DecimalType left, SqlType.DecimalType right) {
        int precision = left.precision() + right.precision();
        int scale = left.scale() + right.scale();
        boolean narrow = Math.max(left.precision(), right.precision()) <= NARROW && scale < NARROW;
        return new SqlType.DecimalType(Math.min(precision, narrow ? NARROW : MAX), scale);
    }

    private static SqlType.DecimalType sum(SqlType.DecimalType left, SqlType.DecimalType right) {
        int scale = Math.max(left.scale(), right.scale());
        int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        return new SqlType.DecimalType(Math.min(MAX, whole + scale + 1), scale);
    }
}
