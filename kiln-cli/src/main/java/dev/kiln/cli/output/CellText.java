package dev.kiln.cli.output;

import dev.kiln.cli.client.MapEntries;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of a value, as a cast to STRING shows it. */
final class CellText {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();
    private static final HexFormat SPACED_HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    private CellText() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof String text) {
            return text;
        } else if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        } else if (value instanceof byte[] bytes) {
            return "[" + SPACED_HEX.formatHex(bytes) + "]";
        } else if (value instanceof ZonedDateTime timestamp) {
            return TIMESTAMP.format(timestamp);
        } else if (value instanceof LocalDateTime timestamp) {
            return TIMESTAMP.format(timestamp);
        } else if (value instanceof LocalTime time) {
            return TIME.format(time);
        } else if (value instanceof List<?> list) {
            return list.stream().map(CellText::of).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof MapEntries map) {
            return map.entries().stream()
                    .map(entry -> of(entry.key()) + " -> " + of(entry.value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof Map<?, ?> struct) {
            return struct.values().stream().map(CellText::of).collect(Collectors.joining(", ", "{", "}"));
        }
        return value.toString();
    }
}
