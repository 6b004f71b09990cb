package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.binary;
import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.choose;

import dev.kiln.engine.translate.TranslationOptions;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.time.LocalDate;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.UpCast;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Conversions. Text is read and floating numbers are written by Catalyst alone. */
final class CastTranslators {
    /** Decimals of up to this many digits are exact as doubles before the point is set. */
    private static final int EXACT_DOUBLE_DIGITS = 15;

    private static final Map<DataType, Integer> DIGITS =
            Map.of(DataTypes.ByteType, 3, DataTypes.ShortType, 5, DataTypes.IntegerType, 10, DataTypes.LongType, 19);

    private static final long MICROS_PER_SECOND = 1_000_000;

    private CastTranslators() {}

    static void register(ExpressionRegistry.Builder builder) {
        builder.add(Cast.class, CastTranslators::support, CastTranslators::cast);
        builder.add(UpCast.class, (e, o) -> Support.BRIDGED, (e, scope) -> scope.bridge(e));
    }

    private static Support support(Cast e, TranslationOptions options) {
        DataType from = e.child().dataType();
        DataType to = e.dataType();
        if (from instanceof NullType) {
            // raise_error has this type, too; a column of it holds nothing but NULL, or is never reached
            return Support.nativeIf(e.child().foldable() || e.child() instanceof Attribute);
        }
        if (DataType.equalsIgnoreNullability(from, to)) {
            return Support.NATIVE;
        }
        EvalModes mode = EvalModes.of(e.evalMode());
        if (to instanceof StringType) {
            return toString(from, mode, options);
        }
        if (from instanceof IntegralType) {
            return fromIntegral(from, to, mode);
        }
        if (from instanceof DecimalType decimal) {
            return fromDecimal(decimal, to, mode);
        }
        if (TypeTests.isFloating(from)) {
            return fromFloating(to);
        }
        if (from instanceof BooleanType) {
            return Support.nativeIf(to instanceof NumericType && !(to instanceof DecimalType));
        }
        if (from instanceof StringType) {
            return Support.nativeIf(to instanceof BinaryType);
        }
        return fromDatetime(from, to, options);
    }

    private static Support toString(DataType from, EvalModes mode, TranslationOptions options) {
        boolean plain = from instanceof StringType
                || from instanceof IntegralType
                || from instanceof BooleanType
                || from instanceof DecimalType && mode == EvalModes.ANSI;
        return Support.nativeIf(plain
                || from instanceof DateType
                || from instanceof TimestampNTZType
                || from instanceof TimestampType && Zones.isKnown(options.timeZone()));
    }

    private static Support fromIntegral(DataType from, DataType to, EvalModes mode) {
        if (TypeTests.isFloating(to) || to instanceof BooleanType) {
            return Support.NATIVE;
        }
        if (to instanceof IntegralType) {
            boolean widening = DIGITS.get(to) >= DIGITS.get(from);
            return widening ? Support.NATIVE : Support.NATIVE_MAY_FAIL;
        }
        if (to instanceof DecimalType decimal) {
            return decimalSupport(decimal.precision() - decimal.scale() >= DIGITS.get(from), mode);
        }
        return Support.fallibleIf(to instanceof TimestampType && from instanceof LongType);
    }

    /** What does not fit is an error in ANSI mode and NULL otherwise, in both engines. */
    private static Support decimalSupport(boolean alwaysFits, EvalModes mode) {
        return alwaysFits || mode != EvalModes.ANSI ? Support.NATIVE : Support.NATIVE_MAY_FAIL;
    }

    private static Support fromDecimal(DecimalType from, DataType to, EvalModes mode) {
        int whole = from.precision() - from.scale();
        if (to instanceof DecimalType decimal) {
            int rounding = decimal.scale() < from.scale() ? 1 : 0;
            return decimalSupport(decimal.precision() - decimal.scale() >= whole + rounding, mode);
        }
        if (to instanceof DoubleType) {
            return Support.nativeIf(from.precision() <= EXACT_DOUBLE_DIGITS);
        }
        if (to instanceof IntegralType) {
            return whole < DIGITS.get(to) ? Support.NATIVE : Support.NATIVE_MAY_FAIL;
        }
        return Support.BRIDGED;
    }

    private static Support fromFloating(DataType to) {
        if (to instanceof DoubleType) {
            return Support.NATIVE;
        }
        if (to instanceof FloatType) {
            return Support.NATIVE_MAY_FAIL;
        }
        return Support.fallibleIf(to instanceof IntegralType);
    }

    private static Support fromDatetime(DataType from, DataType to, TranslationOptions options) {
        if (from instanceof DateType && to instanceof TimestampNTZType
                || from instanceof TimestampNTZType && to instanceof DateType) {
            return Support.NATIVE;
        }
        if (from instanceof TimestampType && to instanceof LongType) {
            return Support.NATIVE;
        }
        boolean toLocal = from instanceof TimestampType
                && (to instanceof DateType || to instanceof TimestampNTZType)
                && Zones.isKnown(options.timeZone());
        boolean toInstant = to instanceof TimestampType
                && (from instanceof DateType || from instanceof TimestampNTZType)
                && Zones.isUtc(options.timeZone());
        return Support.nativeIf(toLocal || toInstant);
    }

    private static SqlExpr cast(Cast e, ExpressionScope scope) {
        DataType from = e.child().dataType();
        DataType to = e.dataType();
        SqlType target = TypeMapping.of(to);
        if (from instanceof NullType) {
            // A column has to be computed, because it may be an error's; no value of it is ever cast.
            return e.child() instanceof Attribute
                    ? new SqlExpr.Cast(new SqlExpr.Cast(scope.translate(e.child()), PrimitiveType.VARCHAR), target)
                    : new SqlExpr.Null(target);
        }
        if (to instanceof DecimalType) {
            SqlExpr.OnFailure onFailure =
                    EvalModes.of(e.evalMode()) == EvalModes.ANSI ? SqlExpr.OnFailure.ERROR : SqlExpr.OnFailure.NULL;
            SqlExpr child = scope.translateLoosely(e.child());
            return child.type().equals(target) ? child : new SqlExpr.Cast(child, target, onFailure);
        }
        SqlExpr child = scope.translate(e.child());
        if (child.type().equals(target)) {
            return child;
        }
        if (to instanceof StringType) {
            return text(e, child, scope);
        }
        if (to instanceof IntegralType && (from instanceof DecimalType || TypeTests.isFloating(from))) {
            return new SqlExpr.Cast(call(child.type(), "trunc", child), target);
        }
        if (to instanceof BinaryType) {
            return call(target, "encode", child);
        }
        if (from instanceof TimestampType && to instanceof LongType) {
            return floorOfSeconds(child);
        }
        if (from instanceof LongType && to instanceof TimestampType) {
            SqlExpr micros =
                    binary(BinaryOperator.MULTIPLY, child, Literal.bigint(MICROS_PER_SECOND), PrimitiveType.BIGINT);
            return call(target, "make_timestamptz", micros);
        }
        if (from instanceof TimestampType) {
            return new SqlExpr.Cast(local(child, scope), target);
        }
        if (to instanceof TimestampType) {
            return call(
                    target,
                    "timezone",
                    Literal.string(scope.options().timeZone()),
                    new SqlExpr.Cast(child, PrimitiveType.TIMESTAMP));
        }
        return new SqlExpr.Cast(child, target);
    }

    private static SqlExpr local(SqlExpr instant, ExpressionScope scope) {
        return call(
                PrimitiveType.TIMESTAMP,
                "timezone",
                Literal.string(scope.options().timeZone()),
                instant);
    }

    /** DuckDB divides towards zero, so the remainder is made non-negative first. */
    private static SqlExpr floorOfSeconds(SqlExpr instant) {
        PrimitiveType type = PrimitiveType.BIGINT;
        SqlExpr second = Literal.bigint(MICROS_PER_SECOND);
        SqlExpr micros = call(type, "epoch_us", instant);
        SqlExpr remainder = binary(
                BinaryOperator.REMAINDER,
                binary(BinaryOperator.ADD, binary(BinaryOperator.REMAINDER, micros, second, type), second, type),
                second,
                type);
        SqlExpr whole = binary(BinaryOperator.SUBTRACT, micros, remainder, type);
        return new SqlExpr.Cast(binary(BinaryOperator.INTEGER_DIVIDE, whole, second, type), type);
    }

    /** The engines write years of four digits alike, and only those. */
    private static SqlExpr text(Cast e, SqlExpr child, ExpressionScope scope) {
        DataType from = e.child().dataType();
        if (!(from instanceof DateType || from instanceof TimestampType || from instanceof TimestampNTZType)) {
            return new SqlExpr.Cast(child, PrimitiveType.VARCHAR);
        }
        SqlExpr local = from instanceof TimestampType ? local(child, scope) : child;
        SqlExpr date = ExpressionScope.cast(local, PrimitiveType.DATE);
        SqlExpr plain = new SqlExpr.Logical(
                SqlExpr.Connective.AND,
                java.util.List.of(
                        new SqlExpr.Binary(BinaryOperator.GREATER_OR_EQUAL, date, day(LocalDate.of(1, 1, 1))),
                        new SqlExpr.Binary(BinaryOperator.LESS, date, day(LocalDate.of(10_000, 1, 1)))));
        return choose(plain, new SqlExpr.Cast(local, PrimitiveType.VARCHAR), scope.bridge(e));
    }

    private static SqlExpr day(LocalDate date) {
        return new Literal(date, PrimitiveType.DATE);
    }
}
