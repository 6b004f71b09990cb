package dev.kiln.cli.client;

import dev.kiln.protocol.DataType;
import java.util.List;

/**
 * An interval as Spark writes it: {@code INTERVAL '1-2' YEAR TO MONTH}.
 *
 * @param text the literal
 */
public record IntervalText(String text) {
    private static final List<String> DAY_TIME_FIELDS = List.of("DAY", "HOUR", "MINUTE", "SECOND");
    private static final long MICROS_PER_SECOND = 1_000_000;

    static IntervalText ofMonths(DataType.YearMonthInterval type, long months) {
        String sign = months < 0 ? "-" : "";
        long amount = Math.abs(months);
        boolean fromYear = type.getStartField() == 0;
        boolean toMonth = !type.hasEndField() || type.getEndField() == 1;
        if (fromYear && toMonth) {
            return new IntervalText("INTERVAL '" + sign + amount / 12 + "-" + amount % 12 + "' YEAR TO MONTH");
        }
        return new IntervalText(
                fromYear ? "INTERVAL '" + sign + amount / 12 + "' YEAR" : "INTERVAL '" + sign + amount + "' MONTH");
    }

    static IntervalText ofMicros(DataType.DayTimeInterval type, long micros) {
        int start = type.hasStartField() ? type.getStartField() : 0;
        int end = type.hasEndField() ? type.getEndField() : 3;
        StringBuilder text = new StringBuilder("INTERVAL '").append(micros < 0 ? "-" : "");
        long rest = Math.abs(micros);
        for (int field = start; field <= end; field++) {
            long unit = microsOf(field);
            if (field > start) {
                text.append(field == 1 ? ' ' : ':');
            }
            text.append(field > start || field > 0 ? twoDigits(rest / unit) : Long.toString(rest / unit));
            rest %= unit;
        }
        if (end == 3 && rest > 0) {
            text.append(("." + String.format("%06d", rest)).replaceFirst("0+$", ""));
        }
        text.append("' ").append(DAY_TIME_FIELDS.get(start));
        return new IntervalText(start == end ? text.toString() : text + " TO " + DAY_TIME_FIELDS.get(end));
    }

    private static String twoDigits(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }

    private static long microsOf(int field) {
        return switch (field) {
            case 0 -> 86_400 * MICROS_PER_SECOND;
            case 1 -> 3_600 * MICROS_PER_SECOND;
            case 2 -> 60 * MICROS_PER_SECOND;
            default -> MICROS_PER_SECOND;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
