package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * A constant that is not NULL. Nested constants are calls of constructors over these.
 *
 * @param value whole numbers as {@link BigInteger}, decimals as {@link BigDecimal}, BLOB as the hexadecimal text of its
 *     bytes, INTERVAL as {@link IntervalValue}, DATE, TIME, TIMESTAMP and TIMESTAMPTZ as the classes of java.time
 */
public record Literal(Object value, SqlType type) implements SqlExpr {
    public Literal {
        requireNonNull(value, "value");
        if (!classOf(type).isInstance(value)) {
            throw new IllegalArgumentException(
                    "a " + value.getClass().getSimpleName() + " is no constant of type " + type);
        }
    }

    /** Months, days and microseconds, each with its own sign. */
    public record IntervalValue(int months, int days, long micros) {}

    public static Literal bool(boolean value) {
        return new Literal(value, PrimitiveType.BOOLEAN);
    }

    public static Literal integer(int value) {
        return new Literal(BigInteger.valueOf(value), PrimitiveType.INTEGER);
    }

    public static Literal bigint(long value) {
        return new Literal(BigInteger.valueOf(value), PrimitiveType.BIGINT);
    }

    public static Literal whole(long value, PrimitiveType type) {
        return new Literal(BigInteger.valueOf(value), type);
    }

    public static Literal floating(double value) {
        return new Literal(value, PrimitiveType.DOUBLE);
    }

    public static Literal string(String value) {
        return new Literal(value, PrimitiveType.VARCHAR);
    }

    private static Class<?> classOf(SqlType type) {
        if (type instanceof SqlType.DecimalType) {
            return BigDecimal.class;
        }
        if (!(type instanceof PrimitiveType primitive)) {
            throw new IllegalArgumentException("no constants of type " + type);
        }
        if (primitive.isInteger()) {
            return BigInteger.class;
        }
        return switch (primitive) {
            case BOOLEAN -> Boolean.class;
            case FLOAT -> Float.class;
            case DOUBLE -> Double.class;
            case VARCHAR, BLOB -> String.class;
            case DATE -> LocalDate.class;
            case TIME -> LocalTime.class;
            case TIMESTAMP -> LocalDateTime.class;
            case TIMESTAMPTZ -> Instant.class;
            case INTERVAL -> IntervalValue.class;
            default -> throw new IllegalArgumentException("no constants of type " + type);
        };
    }
}
