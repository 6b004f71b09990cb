package dev.kiln.sql.print;

import dev.kiln.sql.Literal;
import dev.kiln.sql.Literal.IntervalValue;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Writes constants, each with its type. */
final class LiteralPrinter {
    private static final int FIRST_PLAIN_YEAR = 1;
    private static final int LAST_PLAIN_YEAR = 9999;

    private LiteralPrinter() {}

    static void print(Literal literal, StringBuilder out) {
        SqlType type = literal.type();
        Object value = literal.value();
        if (!(type instanceof PrimitiveType primitive)) {
            cast("'" + ((BigDecimal) value).toPlainString() + "'", type, out);
            return;
        }
        switch (primitive) {
            case BOOLEAN -> out.append((Boolean) value ? "TRUE" : "FALSE");
            case VARCHAR -> Quoting.string((String) value, out);
            case BLOB -> blob((String) value, out);
            case FLOAT, DOUBLE -> cast("'" + value + "'", type, out);
            case DATE -> date((LocalDate) value, out);
            case TIME -> cast("'" + value + "'", type, out);
            case TIMESTAMP -> timestamp((LocalDateTime) value, "", type, out);
            case TIMESTAMPTZ -> timestamp(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC), "+00", type, out);
            case INTERVAL -> {
                IntervalValue interval = (IntervalValue) value;
                cast(
                        "'" + interval.months() + " months " + interval.days() + " days " + interval.micros()
                                + " microseconds'",
                        type,
                        out);
            }
            default -> cast(value.toString(), type, out);
        }
    }

    private static void cast(String text, SqlType type, StringBuilder out) {
        out.append("CAST(").append(text).append(" AS ");
        TypePrinter.print(type, out);
        out.append(')');
    }

    private static void blob(String hex, StringBuilder out) {
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < hex.length(); i += 2) {
            text.append("\\x").append(hex, i, i + 2);
        }
        cast(text.append('\'').toString(), PrimitiveType.BLOB, out);
    }

    /** Text for years of four digits; a distance from the epoch for all others. */
    private static void date(LocalDate value, StringBuilder out) {
        if (isPlain(value)) {
            cast("'" + value + "'", PrimitiveType.DATE, out);
        } else {
            out.append("(DATE '1970-01-01' + CAST(").append(value.toEpochDay()).append(" AS INTEGER))");
        }
    }

    private static void timestamp(LocalDateTime value, String zone, SqlType type, StringBuilder out) {
        if (isPlain(value.toLocalDate())) {
            String time = value.toLocalTime().truncatedTo(ChronoUnit.MICROS).toString();
            cast("'" + value.toLocalDate() + " " + time + zone + "'", type, out);
            return;
        }
        long micros = Math.addExact(
                Math.multiplyExact(value.toEpochSecond(ZoneOffset.UTC), 1_000_000L), value.getNano() / 1000);
        String make = type == PrimitiveType.TIMESTAMP ? "make_timestamp" : "make_timestamptz";
        out.append(make).append("(CAST(").append(micros).append(" AS BIGINT))");
    }

    private static boolean isPlain(LocalDate date) {
        return date.getYear() >= FIRST_PLAIN_YEAR && date.getYear() <= LAST_PLAIN_YEAR;
    }
}
