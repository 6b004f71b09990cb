package dev.kiln.engine.translate.aggregate;

import dev.kiln.engine.interop.Seqs;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.WindowCall.Bound;
import dev.kiln.sql.WindowCall.Frame;
import dev.kiln.sql.WindowCall.Unit;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Ascending$;
import org.apache.spark.sql.catalyst.expressions.CurrentRow$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.RowFrame$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecialFrameBoundary;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.types.CalendarInterval;
import scala.collection.immutable.Seq;

/** Frames of windows. Spark counts a bound from the current row on, with a sign; DuckDB says the direction in words. */
final class WindowFrames {
    private WindowFrames() {}

    static Optional<Frame> translate(WindowSpecDefinition spec, ExpressionScope scope) {
        if (!(spec.frameSpecification() instanceof SpecifiedWindowFrame frame)) {
            return Optional.empty();
        }
        boolean rows = frame.frameType() == RowFrame$.MODULE$;
        DataType key =
                spec.orderSpec().size() == 1 ? spec.orderSpec().head().child().dataType() : DataTypes.IntegerType;
        return Optional.of(new Frame(
                rows ? Unit.ROWS : Unit.RANGE,
                bound(frame.lower(), rows, key, scope),
                bound(frame.upper(), rows, key, scope)));
    }

    /** Whether the frame is counted from the one order key, up or down by some distance. */
    static boolean isRangeByDistance(WindowSpecDefinition spec) {
        return spec.frameSpecification() instanceof SpecifiedWindowFrame frame
                && frame.frameType() != RowFrame$.MODULE$
                && !(frame.lower() instanceof SpecialFrameBoundary && frame.upper() instanceof SpecialFrameBoundary);
    }

    /**
     * The order of a window. Where errors have to be Spark's, it contains the sums by which Spark finds the ends of a
     * range of numbers, so that one that overflows is noticed.
     */
    static Seq<SortOrder> checkedOrder(WindowSpecDefinition spec, ExpressionScope scope) {
        if (!scope.options().strictness().wantsSparkErrors()
                || !isRangeByDistance(spec)
                || !(spec.frameSpecification() instanceof SpecifiedWindowFrame frame)) {
            return spec.orderSpec();
        }
        SortOrder order = spec.orderSpec().head();
        Expression key = order.child();
        for (Expression offset : List.of(frame.lower(), frame.upper())) {
            if (offset.dataType().equals(order.child().dataType()) && offset.dataType() instanceof NumericType) {
                Expression end = order.direction().equals(Ascending$.MODULE$)
                        ? new Add(order.child(), offset)
                        : new Add(order.child(), new UnaryMinus(offset));
                key = new If(new IsNull(end), key, key);
            }
        }
        return Seqs.of(new SortOrder(key, order.direction(), order.nullOrdering(), order.sameOrderExpressions()));
    }

    private static Bound bound(Expression bound, boolean rows, DataType key, ExpressionScope scope) {
        if (bound == UnboundedPreceding$.MODULE$) {
            return Bound.Fixed.UNBOUNDED_PRECEDING;
        }
        if (bound == UnboundedFollowing$.MODULE$) {
            return Bound.Fixed.UNBOUNDED_FOLLOWING;
        }
        if (bound == CurrentRow$.MODULE$) {
            return Bound.Fixed.CURRENT_ROW;
        }
        Object value = bound.eval(InternalRow.empty());
        if (rows) {
            return directed(((Number) value).longValue() < 0, Literal.bigint(Math.abs(((Number) value).longValue())));
        }
        Optional<Bound> distance = distance(value, bound.dataType(), key);
        if (distance.isEmpty()) {
            scope.assembly()
                    .refuse(
                            "window.range." + bound.dataType().typeName(),
                            "Window ranges of type " + bound.dataType().sql() + " over " + key.sql()
                                    + " are not supported.");
            return Bound.Fixed.CURRENT_ROW;
        }
        return distance.get();
    }

    private static Optional<Bound> distance(Object value, DataType type, DataType key) {
        boolean instant = key.equals(DataTypes.DateType)
                || key.equals(DataTypes.TimestampType)
                || key.equals(DataTypes.TimestampNTZType);
        if (value instanceof CalendarInterval interval) {
            return instant ? Optional.of(interval(interval)) : Optional.empty();
        }
        if (type instanceof DayTimeIntervalType && instant) {
            long micros = ((Number) value).longValue();
            return Optional.of(directed(
                    micros < 0,
                    new Literal(new Literal.IntervalValue(0, 0, Math.abs(micros)), PrimitiveType.INTERVAL)));
        }
        if (type instanceof YearMonthIntervalType && instant) {
            int months = ((Number) value).intValue();
            return Optional.of(directed(
                    months < 0,
                    new Literal(new Literal.IntervalValue(Math.abs(months), 0, 0), PrimitiveType.INTERVAL)));
        }
        if (key.equals(DataTypes.DateType) && value instanceof Integer days) {
            return Optional.of(directed(
                    days < 0, new Literal(new Literal.IntervalValue(0, Math.abs(days), 0), PrimitiveType.INTERVAL)));
        }
        SqlType carrier = TypeMapping.find(type).orElse(PrimitiveType.VARCHAR);
        if (value instanceof Decimal decimal && carrier instanceof SqlType.DecimalType) {
            BigDecimal number = decimal.toJavaBigDecimal();
            return Optional.of(directed(number.signum() < 0, new Literal(number.abs(), carrier)));
        }
        if (carrier instanceof PrimitiveType primitive && primitive.isInteger() && value instanceof Number number) {
            return Optional.of(
                    directed(number.longValue() < 0, Literal.whole(Math.abs(number.longValue()), primitive)));
        }
        if (value instanceof Double number) {
            return Optional.of(directed(number < 0, Literal.floating(Math.abs(number))));
        }
        if (value instanceof Float number) {
            return Optional.of(directed(number < 0, new Literal(Math.abs(number), PrimitiveType.FLOAT)));
        }
        return Optional.empty();
    }

    private static Bound interval(CalendarInterval interval) {
        boolean negative = interval.months < 0 || interval.days < 0 || interval.microseconds < 0;
        int sign = negative ? -1 : 1;
        Literal.IntervalValue value =
                new Literal.IntervalValue(sign * interval.months, sign * interval.days, sign * interval.microseconds);
        return directed(negative, new Literal(value, PrimitiveType.INTERVAL));
    }

    private static Bound directed(boolean preceding, SqlExpr distance) {
        return preceding ? new Bound.Preceding(distance) : new Bound.Following(distance);
    }
}
