package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.binary;
import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.callAs;

import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.AddMonths;
import org.apache.spark.sql.catalyst.expressions.DateAdd;
import org.apache.spark.sql.catalyst.expressions.DateAddYMInterval;
import org.apache.spark.sql.catalyst.expressions.DateDiff;
import org.apache.spark.sql.catalyst.expressions.DateSub;
import org.apache.spark.sql.catalyst.expressions.DayOfMonth;
import org.apache.spark.sql.catalyst.expressions.DayOfWeek;
import org.apache.spark.sql.catalyst.expressions.DayOfYear;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Hour;
import org.apache.spark.sql.catalyst.expressions.LastDay;
import org.apache.spark.sql.catalyst.expressions.Minute;
import org.apache.spark.sql.catalyst.expressions.Month;
import org.apache.spark.sql.catalyst.expressions.Quarter;
import org.apache.spark.sql.catalyst.expressions.Second;
import org.apache.spark.sql.catalyst.expressions.SubtractDates;
import org.apache.spark.sql.catalyst.expressions.TruncDate;
import org.apache.spark.sql.catalyst.expressions.UnaryExpression;
import org.apache.spark.sql.catalyst.expressions.WeekDay;
import org.apache.spark.sql.catalyst.expressions.WeekOfYear;
import org.apache.spark.sql.catalyst.expressions.Year;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** Calendar arithmetic on dates, and the parts of dates and of times. */
final class DatetimeTranslators {
    private static final PrimitiveType INTEGER = PrimitiveType.INTEGER;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private static final Map<String, String> TRUNCATIONS = Map.ofEntries(
            Map.entry("WEEK", "week"),
            Map.entry("MON", "month"),
            Map.entry("MONTH", "month"),
            Map.entry("MM", "month"),
            Map.entry("QUARTER", "quarter"),
            Map.entry("YEAR", "year"),
            Map.entry("YYYY", "year"),
            Map.entry("YY", "year"));

    private DatetimeTranslators() {}

    static void register(ExpressionRegistry.Builder builder) {
        datePart(builder, Year.class, "year", 0);
        datePart(builder, Quarter.class, "quarter", 0);
        datePart(builder, Month.class, "month", 0);
        datePart(builder, WeekOfYear.class, "weekofyear", 0);
        datePart(builder, DayOfMonth.class, "day", 0);
        datePart(builder, DayOfYear.class, "dayofyear", 0);
        datePart(builder, DayOfWeek.class, "dayofweek", 1);
        datePart(builder, WeekDay.class, "isodow", -1);
        timePart(builder, Hour.class, "hour");
        timePart(builder, Minute.class, "minute");
        timePart(builder, Second.class, "second");
        builder.add(
                LastDay.class,
                (e, o) -> Support.NATIVE_MAY_FAIL,
                (e, s) -> callAs(PrimitiveType.DATE, "last_day", s.translate(e.startDate())));
        builder.add(
                DateAdd.class,
                (e, o) -> Support.NATIVE_MAY_FAIL,
                (e, s) -> shift(BinaryOperator.ADD, e.startDate(), e.days(), s));
        builder.add(
                DateSub.class,
                (e, o) -> Support.NATIVE_MAY_FAIL,
                (e, s) -> shift(BinaryOperator.SUBTRACT, e.startDate(), e.days(), s));
        builder.add(
                DateDiff.class,
                (e, s) -> new SqlExpr.Cast(days(s.translate(e.endDate()), s.translate(e.startDate())), INTEGER));
        builder.add(
                SubtractDates.class,
                (e, o) -> e.legacyInterval() ? Support.BRIDGED : Support.NATIVE_MAY_FAIL,
                (e, s) -> binary(
                        BinaryOperator.MULTIPLY,
                        days(s.translate(e.left()), s.translate(e.right())),
                        Literal.bigint(MICROS_PER_DAY),
                        PrimitiveType.BIGINT));
        builder.add(
                AddMonths.class,
                (e, o) -> Support.NATIVE_MAY_FAIL,
                (e, s) -> addMonths(s.translate(e.startDate()), s.translate(e.numMonths())));
        builder.add(
                DateAddYMInterval.class,
                (e, o) -> Support.NATIVE_MAY_FAIL,
                (e, s) -> addMonths(s.translate(e.date()), s.translate(e.interval())));
        builder.add(
                TruncDate.class,
                (e, o) -> Support.nativeIf(truncation(e.format()).isPresent()),
                (e, s) -> callAs(
                        PrimitiveType.DATE,
                        "date_trunc",
                        Literal.string(truncation(e.format()).orElseThrow()),
                        s.translate(e.date())));
    }

    private static <E extends UnaryExpression> void datePart(
            ExpressionRegistry.Builder builder, Class<E> type, String function, int offset) {
        builder.add(type, (e, scope) -> {
            SqlExpr part = callAs(INTEGER, function, scope.translate(e.child()));
            return offset == 0 ? part : binary(BinaryOperator.ADD, part, Literal.integer(offset), INTEGER);
        });
    }

    /** The parts of a time on the clock of the session. */
    private static <E extends UnaryExpression> void timePart(
            ExpressionRegistry.Builder builder, Class<E> type, String function) {
        builder.add(
                type,
                (e, o) -> {
                    Expression child = e.child();
                    boolean instant = child.dataType() instanceof TimestampType && Zones.isKnown(o.timeZone());
                    return Support.nativeIf(instant || child.dataType() instanceof TimestampNTZType);
                },
                (e, scope) -> {
                    Expression child = e.child();
                    SqlExpr value = scope.translate(child);
                    SqlExpr local = child.dataType() instanceof TimestampType
                            ? call(
                                    PrimitiveType.TIMESTAMP,
                                    "timezone",
                                    Literal.string(scope.options().timeZone()),
                                    value)
                            : value;
                    return callAs(INTEGER, function, local);
                });
    }

    private static SqlExpr shift(BinaryOperator operator, Expression date, Expression days, ExpressionScope scope) {
        SqlExpr count = ExpressionScope.cast(scope.translate(days), INTEGER);
        return binary(operator, scope.translate(date), count, PrimitiveType.DATE);
    }

    private static SqlExpr days(SqlExpr end, SqlExpr start) {
        return binary(BinaryOperator.SUBTRACT, end, start, PrimitiveType.BIGINT);
    }

    private static SqlExpr addMonths(SqlExpr date, SqlExpr months) {
        SqlExpr sum = binary(
                BinaryOperator.ADD,
                date,
                call(PrimitiveType.INTERVAL, "to_months", ExpressionScope.cast(months, INTEGER)),
                PrimitiveType.TIMESTAMP);
        return new SqlExpr.Cast(sum, PrimitiveType.DATE);
    }

    private static Optional<String> truncation(Expression format) {
        boolean constant = format instanceof org.apache.spark.sql.catalyst.expressions.Literal literal
                && literal.value() instanceof UTF8String;
        if (!constant) {
            return Optional.empty();
        }
        String text = ((org.apache.spark.sql.catalyst.expressions.Literal) format)
                .value()
                .toString();
        return Optional.ofNullable(TRUNCATIONS.get(text.toUpperCase(Locale.ROOT)));
    }
}
