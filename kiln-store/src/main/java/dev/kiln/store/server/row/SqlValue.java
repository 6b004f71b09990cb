package dev.kiln.store.server.row;

import dev.kiln.store.batch.BytesBuilder;
import dev.kiln.store.batch.ColumnBuilder;
import dev.kiln.store.batch.DecodedColumn;
import dev.kiln.store.batch.FixedBuilder;
import dev.kiln.store.type.DataType;
import dev.kiln.store.type.DataType.Simple;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Optional;

/**
 * How values of a type are kept in rows, as Java objects that Ignite's SQL knows, and where a value's row lives. Dates and
 * times are those of UTC, which is the time zone of every server.
 *
 * @param kind the kind of object
 * @param precision digits of a decimal number
 * @param scale those behind the point
 */
record SqlValue(Kind kind, int precision, int scale) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long DAY_MILLIS = 86_400_000;
    private static final long SECOND_MICROS = 1_000_000;

    /** Kinds of objects, by their SQL type. */
    enum Kind {
        BOOLEAN(Boolean.class),
        TINYINT(Byte.class),
        SMALLINT(Short.class),
        INTEGER(Integer.class),
        BIGINT(Long.class),
        REAL(Float.class),
        DOUBLE(Double.class),
        DECIMAL(BigDecimal.class),
        VARCHAR(String.class),
        VARBINARY(byte[].class),
        DATE(Date.class),
        TIMESTAMP(Timestamp.class);

        private final Class<?> type;

        Kind(Class<?> type) {
            this.type = type;
        }

        Class<?> type() {
            return type;
        }
    }

    /** Nothing for types that row tables don't have. */
    static Optional<SqlValue> of(DataType type) {
        if (type instanceof DataType.Decimal decimal) {
            return Optional.of(new SqlValue(Kind.DECIMAL, decimal.precision(), decimal.scale()));
        }
        if (type instanceof DataType.Text) {
            return Optional.of(new SqlValue(Kind.VARCHAR, 0, 0));
        }
        if (!(type instanceof Simple simple)) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                        switch (simple) {
                            case BOOLEAN -> Kind.BOOLEAN;
                            case BYTE -> Kind.TINYINT;
                            case SHORT -> Kind.SMALLINT;
                            case INTEGER -> Kind.INTEGER;
                            case LONG -> Kind.BIGINT;
                            case FLOAT -> Kind.REAL;
                            case DOUBLE -> Kind.DOUBLE;
                            case BINARY -> Kind.VARBINARY;
                            case DATE -> Kind.DATE;
                            case TIMESTAMP, TIMESTAMP_NTZ -> Kind.TIMESTAMP;
                            case VOID, YEAR_MONTH_INTERVAL, DAY_TIME_INTERVAL, CALENDAR_INTERVAL, VARIANT, SPATIAL ->
                                null;
                        })
                .map(kind -> new SqlValue(kind, 0, 0));
    }

    /** As a statement that makes a column says it. */
    String sqlType() {
        return kind == Kind.DECIMAL ? "DECIMAL(" + precision + ", " + scale + ")" : kind.name();
    }

    /** The object for a value that isn't null. */
    Object read(DecodedColumn column, int row) {
        return switch (kind) {
            case BOOLEAN -> column.getBoolean(row);
            case TINYINT -> column.getByte(row);
            case SMALLINT -> column.getShort(row);
            case INTEGER -> column.getInt(row);
            case BIGINT -> column.getLong(row);
            case REAL -> column.getFloat(row);
            case DOUBLE -> column.getDouble(row);
            case DECIMAL ->
                isLong() ? BigDecimal.valueOf(column.getLong(row), scale) : new BigDecimal(column.getHuge(row), scale);
            case VARCHAR -> text(column, row);
            case VARBINARY -> column.getBytes(row);
            case DATE -> new Date(column.getInt(row) * DAY_MILLIS);
            case TIMESTAMP -> timestamp(column.getLong(row));
        };
    }

    private static String text(DecodedColumn column, int row) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(column.data(), column.start(row), column.length(row)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Texts of row tables are UTF-8, and one isn't", e);
        }
    }

    private static Timestamp timestamp(long micros) {
        Timestamp timestamp = new Timestamp(Math.floorDiv(micros, SECOND_MICROS) * 1000);
        timestamp.setNanos((int) Math.floorMod(micros, SECOND_MICROS) * 1000);
        return timestamp;
    }

    /** Appends an object, which SQL may have made. */
    void append(ColumnBuilder column, Object value) {
        switch (kind) {
            case BOOLEAN -> ((FixedBuilder) column).appendBoolean((Boolean) value);
            case TINYINT -> ((FixedBuilder) column).appendByte(((Number) value).byteValue());
            case SMALLINT -> ((FixedBuilder) column).appendShort(((Number) value).shortValue());
            case INTEGER -> ((FixedBuilder) column).appendInt(((Number) value).intValue());
            case BIGINT -> ((FixedBuilder) column).appendLong(((Number) value).longValue());
            case REAL -> ((FixedBuilder) column).appendFloat(((Number) value).floatValue());
            case DOUBLE -> ((FixedBuilder) column).appendDouble(((Number) value).doubleValue());
            case DECIMAL -> {
                BigInteger unscaled = unscaled(value);
                if (isLong()) {
                    ((FixedBuilder) column).appendLong(unscaled.longValueExact());
                } else {
                    ((FixedBuilder) column).appendHuge(unscaled);
                }
            }
            case VARCHAR -> ((BytesBuilder) column).append(value.toString().getBytes(StandardCharsets.UTF_8));
            case VARBINARY -> ((BytesBuilder) column).append((byte[]) value);
            case DATE -> ((FixedBuilder) column).appendInt(days(value));
            case TIMESTAMP -> ((FixedBuilder) column).appendLong(micros(value));
        }
    }

    /** The hash that Spark gives the value. */
    int hash(Object value, int seed) {
        return switch (kind) {
            case BOOLEAN -> SparkHash.ofInt((Boolean) value ? 1 : 0, seed);
            case TINYINT, SMALLINT, INTEGER -> SparkHash.ofInt(((Number) value).intValue(), seed);
            case BIGINT -> SparkHash.ofLong(((Number) value).longValue(), seed);
            case DECIMAL ->
                isLong()
                        ? SparkHash.ofLong(unscaled(value).longValue(), seed)
                        : SparkHash.ofBytes(unscaled(value).toByteArray(), seed);
            case VARCHAR -> SparkHash.ofBytes(value.toString().getBytes(StandardCharsets.UTF_8), seed);
            case VARBINARY -> SparkHash.ofBytes((byte[]) value, seed);
            case DATE -> SparkHash.ofInt(days(value), seed);
            case TIMESTAMP -> SparkHash.ofLong(micros(value), seed);
            case REAL, DOUBLE -> throw new IllegalStateException("Floating numbers are no keys");
        };
    }

    /** Compares in Spark's order; neither is null. */
    int compare(Object left, Object right) {
        return switch (kind) {
            // Spark has one zero, and NaN above all.
            case REAL, DOUBLE ->
                Double.compare(((Number) left).doubleValue() + 0.0, ((Number) right).doubleValue() + 0.0);
            case VARBINARY -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);
            // UTF-16 has another order than the bytes of UTF-8 beyond the first 65536 characters.
            case VARCHAR ->
                Arrays.compareUnsigned(
                        left.toString().getBytes(StandardCharsets.UTF_8),
                        right.toString().getBytes(StandardCharsets.UTF_8));
            case TIMESTAMP -> Long.compare(micros(left), micros(right));
            case DATE -> Integer.compare(days(left), days(right));
            case DECIMAL -> decimal(left).compareTo(decimal(right));
            case BOOLEAN -> Boolean.compare((Boolean) left, (Boolean) right);
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                Long.compare(((Number) left).longValue(), ((Number) right).longValue());
        };
    }

    private boolean isLong() {
        return precision <= DataType.Decimal.LONG_DIGITS;
    }

    /** SQL may have left a number of another kind there, as in SET amount = 5. */
    private BigInteger unscaled(Object value) {
        return decimal(value).setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal number ? number : new BigDecimal(value.toString());
    }

    private static int days(Object value) {
        return (int) Math.floorDiv(((java.util.Date) value).getTime(), DAY_MILLIS);
    }

    private static long micros(Object value) {
        java.util.Date moment = (java.util.Date) value;
        int nanos = moment instanceof Timestamp exact
                ? exact.getNanos()
                : (int) Math.floorMod(moment.getTime(), 1000L) * 1_000_000;
        return Math.floorDiv(moment.getTime(), 1000L) * SECOND_MICROS + nanos / 1000;
    }
}
