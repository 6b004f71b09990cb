package dev.kiln.spark.application;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spark's properties, by name.
 *
 * @param values all keys start with {@code spark.}
 */
public record SparkProperties(SortedMap<String, String> values) {
    private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token|access[.]?key|credential");

    public SparkProperties {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
    }

    /** These and some more, which win. */
    public SparkProperties with(Map<String, String> more) {
        SortedMap<String, String> all = new TreeMap<>(values);
        all.putAll(more);
        return new SparkProperties(all);
    }

    /** These and some more, where they say nothing themselves. */
    SparkProperties withDefaults(Map<String, String> defaults) {
        SortedMap<String, String> all = new TreeMap<>(defaults);
        all.putAll(values);
        return new SparkProperties(all);
    }

    /** Whether a property is {@code true}. */
    public boolean isSet(String key) {
        return get(key).filter(value -> value.strip().equalsIgnoreCase("true")).isPresent();
    }

    /**
     * A positive number.
     *
     * @throws SparkSetupException if it is something else
     */
    public OptionalInt number(String key) {
        Optional<Integer> number = read(key, text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1) {
                throw new IllegalArgumentException("'" + text + "' is not a positive number");
            }
            return Integer.parseInt(text);
        });
        return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /**
     * An amount of memory.
     *
     * @throws SparkSetupException if it is something else
     */
    public Optional<MemorySize> memory(String key) {
        return read(key, MemorySize::parse);
    }

    /** A list that is separated by commas. */
    public List<String> list(String key) {
        return get(key).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** The values as they may be shown: without those that sound secret. */
    public SortedMap<String, String> redacted() {
        SortedMap<String, String> shown = new TreeMap<>(values);
        shown.replaceAll((key, value) -> SECRET.matcher(key).find() ? "(hidden)" : value);
        return shown;
    }

    private <T> Optional<T> read(String key, Function<String, T> parser) {
        try {
            return get(key).map(String::strip).map(parser);
        } catch (IllegalArgumentException e) {
            throw new SparkSetupException(key + ": " + e.getMessage(), e);
        }
    }
}
