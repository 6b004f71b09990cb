package dev.kiln.conformance.client;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Formats rows as Hive's command line would: columns separated by tabs, nested values in brackets. That is the form in
 * which Spark's golden files keep rows.
 */
public final class HiveText {
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd")
            .toFormatter(Locale.US)
            .withChronology(IsoChronology.INSTANCE);
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.US);
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DATE)
            .appendLiteral(' ')
            .append(TIME)
            .toFormatter(Locale.US)
            .withChronology(IsoChronology.INSTANCE);

    private final ZoneId zone;
    private final BinaryStyle binaryStyle;

    /** How binary values are written; the names are the values of {@code spark.sql.binaryOutputStyle}. */
    public enum BinaryStyle {
        UTF8,
        BASIC,
        BASE64,
        HEX,
        HEX_DISCRETE;

        String format(byte[] bytes) {
            return switch (this) {
                case UTF8 -> new String(bytes, StandardCharsets.UTF_8);
                case BASIC -> Arrays.toString(bytes);
                case BASE64 -> Base64.getEncoder().withoutPadding().encodeToString(bytes);
                case HEX -> HexFormat.of().withUpperCase().formatHex(bytes);
                case HEX_DISCRETE ->
                    "[" + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes) + "]";
            };
        }
    }

    /**
     * @param zone the session's time zone
     * @param binaryStyle the session's style for binary values
     */
    public HiveText(ZoneId zone, BinaryStyle binaryStyle) {
        this.zone = zone;
        this.binaryStyle = binaryStyle;
    }

    /** The row's columns, separated by tabs. */
    public String row(Row row, StructType schema) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            Object value = row.get(i);
            columns.add(value == null ? "NULL" : value(value, schema.fields()[i].dataType(), false));
        }
        return String.join("\t", columns);
    }

    private String nested(@Nullable Object value, DataType type) {
        return value == null ? "null" : value(value, type, true);
    }

    private String value(Object value, DataType type, boolean nested) {
        if (value instanceof String text) {
            return nested && type instanceof StringType ? '"' + text + '"' : text;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return binaryStyle.format(bytes);
        }
        if (type instanceof YearMonthIntervalType interval) {
            return yearMonth((Period) value, interval);
        }
        if (type instanceof DayTimeIntervalType interval) {
            return dayTime((Duration) value, interval);
        }
        if (type instanceof ArrayType array) {
            return elements((scala.collection.Iterable<?>) value).stream()
                    .map(element -> nested(element, array.elementType()))
                    .collect(Collectors.joining(",", "[", "]"));
        }
        if (type instanceof MapType map) {
            return map((scala.collection.Map<?, ?>) value, map);
        }
        if (type instanceof StructType struct) {
            return struct((Row) value, struct);
        }
        return moment(value);
    }

    private String moment(Object value) {
        if (value instanceof LocalDate date) {
            return DATE.format(date);
        }
        if (value instanceof LocalTime time) {
            return TIME.format(time);
        }
        if (value instanceof LocalDateTime timestamp) {
            return TIMESTAMP.format(timestamp);
        }
        if (value instanceof Instant instant) {
            return TIMESTAMP.format(instant.atZone(zone));
        }
        return value.toString();
    }

    private static List<@Nullable Object> elements(scala.collection.Iterable<?> values) {
        List<@Nullable Object> elements = new ArrayList<>();
        CollectionConverters.asJava(values).forEach(elements::add);
        return elements;
    }

    private String map(scala.collection.Map<?, ?> entries, MapType type) {
        List<String> texts = new ArrayList<>();
        CollectionConverters.asJava(entries)
                .forEach(
                        (key, value) -> texts.add(nested(key, type.keyType()) + ":" + nested(value, type.valueType())));
        Collections.sort(texts);
        return "{" + String.join(",", texts) + "}";
    }

    private String struct(Row row, StructType type) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            texts.add('"' + type.fields()[i].name() + "\":" + nested(row.get(i), type.fields()[i].dataType()));
        }
        return "{" + String.join(",", texts) + "}";
    }

    private static String yearMonth(Period period, YearMonthIntervalType type) {
        long months =
                type.endField() == YearMonthIntervalType.YEAR() ? period.getYears() * 12L : period.toTotalMonths();
        long size = Math.abs(months);
        return (months < 0 ? "-" : "") + size / 12 + "-" + size % 12;
    }

    private static String dayTime(Duration duration, DayTimeIntervalType type) {
        Duration size = duration.abs().truncatedTo(smallestUnit(type));
        return String.format(
                Locale.ROOT,
                "%s%d %02d:%02d:%02d.%09d",
                duration.isNegative() ? "-" : "",
                size.toDaysPart(),
                size.toHoursPart(),
                size.toMinutesPart(),
                size.toSecondsPart(),
                size.toNanosPart());
    }

    private static ChronoUnit smallestUnit(DayTimeIntervalType type) {
        if (type.endField() == DayTimeIntervalType.DAY()) {
            return ChronoUnit.DAYS;
        }
        if (type.endField() == DayTimeIntervalType.HOUR()) {
            return ChronoUnit.HOURS;
        }
        return type.endField() == DayTimeIntervalType.MINUTE() ? ChronoUnit.MINUTES : ChronoUnit.NANOS;
    }
}
