package dev.kiln.spi.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A configuration key.
 *
 * @param name dotted lower-case name, starting with {@code kiln.}
 * @param type the type's name as users read it: {@code integer}, {@code duration}, {@code size}
 * @param defaultText the default, written as a user would write it
 * @param description one sentence
 * @param parser turns text into a value; throws IllegalArgumentException with what is wrong
 */
public record ConfigKey<T>(
        String name, String type, String defaultText, String description, Function<String, T> parser) {
    private static final String SECRET = "secret";

    public ConfigKey {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(description, "description");
        requireNonNull(defaultText, "defaultText");
        requireNonNull(parser.apply(defaultText), "the default's value");
    }

    public static ConfigKey<String> text(String name, String defaultText, String description) {
        return new ConfigKey<>(name, "text", defaultText, description, value -> value);
    }

    /** Texts separated by commas; none by default. */
    public static ConfigKey<List<String>> list(String name, String description) {
        return new ConfigKey<>(name, "list", "", description, text -> Stream.of(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList());
    }

    /** A text that is not shown; empty by default. */
    public static ConfigKey<String> secret(String name, String description) {
        return new ConfigKey<>(name, SECRET, "", description, value -> value);
    }

    /** Whether values are kept from view. */
    public boolean isSecret() {
        return type.equals(SECRET);
    }

    public static ConfigKey<Integer> integer(String name, int defaultValue, int min, int max, String description) {
        return new ConfigKey<>(name, "integer", Integer.toString(defaultValue), description, text -> {
            int value = parseInteger(text.strip());
            if (value < min || value > max) {
                throw new IllegalArgumentException("must be between " + min + " and " + max);
            }
            return value;
        });
    }

    /** The same key under another name. */
    ConfigKey<T> named(String other) {
        return new ConfigKey<>(other, type, defaultText, description, parser);
    }

    private static int parseInteger(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    public static ConfigKey<Boolean> flag(String name, boolean defaultValue, String description) {
        return new ConfigKey<>(name, "boolean", Boolean.toString(defaultValue), description, text -> {
            return switch (text.strip()) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("must be true or false");
            };
        });
    }

    /** A duration such as {@code 30s}, {@code 5m}, {@code 250ms}. */
    public static ConfigKey<Duration> duration(String name, String defaultText, String description) {
        return new ConfigKey<>(name, "duration", defaultText, description, Units::parseDuration);
    }

    /** A size in bytes such as {@code 512m}, {@code 4g}. */
    public static ConfigKey<Long> size(String name, String defaultText, String description) {
        return new ConfigKey<>(name, "size", defaultText, description, Units::parseSize);
    }
}
