package dev.kiln.spi.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts with units, in the spelling that Spark uses: {@code 90s}, {@code 512m}. */
final class Units {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([a-z]*)");

    private Units() {}

    static Duration parseDuration(String text) {
        Matcher amount = match(text, "a duration such as 250ms, 30s, 5m, 2h or 1d");
        long value = Long.parseLong(amount.group(1));
        return switch (amount.group(2)) {
            case "ms" -> Duration.ofMillis(value);
            case "s" -> Duration.ofSeconds(value);
            case "m", "min" -> Duration.ofMinutes(value);
            case "h" -> Duration.ofHours(value);
            case "d" -> Duration.ofDays(value);
            default -> throw new IllegalArgumentException("must be a duration such as 250ms, 30s, 5m, 2h or 1d");
        };
    }

    static long parseSize(String text) {
        Matcher amount = match(text, "a size such as 64k, 512m or 4g");
        long value = Long.parseLong(amount.group(1));
        return switch (amount.group(2)) {
            case "", "b" -> value;
            case "k", "kb" -> Math.multiplyExact(value, 1L << 10);
            case "m", "mb" -> Math.multiplyExact(value, 1L << 20);
            case "g", "gb" -> Math.multiplyExact(value, 1L << 30);
            case "t", "tb" -> Math.multiplyExact(value, 1L << 40);
            default -> throw new IllegalArgumentException("must be a size such as 64k, 512m or 4g");
        };
    }

    private static Matcher match(String text, String expected) {
        Matcher amount = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!amount.matches()) {
            throw new IllegalArgumentException("must be " + expected);
        }
        return amount;
    }
}
