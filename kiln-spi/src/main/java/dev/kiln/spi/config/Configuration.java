package dev.kiln.spi.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked set of settings: every name is a declared key, every value parses. Immutable.
 *
 * <p>Names below {@code kiln.spark.} and all {@code spark.*} names are free-form settings for Spark and are only
 * carried along.
 */
public final class Configuration {
    private final Map<String, String> settings;

    private Configuration(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    /**
     * Checks the settings against the declared keys.
     *
     * @throws ConfigurationException naming the first key that is unknown or whose value does not parse
     */
    public static Configuration of(Map<String, String> settings, List<ConfigKey<?>> keys) {
        Map<String, ConfigKey<?>> declared = new HashMap<>();
        keys.forEach(key -> declared.put(key.name(), key));
        settings.forEach((name, value) -> {
            ConfigKey<?> key = declared.get(name);
            if (key != null) {
                parse(key, value);
            } else if (!name.startsWith("spark.")) {
                throw new ConfigurationException("unknown configuration key: " + name);
            }
        });
        return new Configuration(settings);
    }

    public <T> T get(ConfigKey<T> key) {
        return parse(key, settings.getOrDefault(key.name(), key.defaultText()));
    }

    /** The text of a setting, if it was given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    /** The settings that were given, without defaults. */
    public Map<String, String> settings() {
        return settings;
    }

    private static <T> T parse(ConfigKey<T> key, String value) {
        try {
            return key.parser().apply(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ConfigurationException(
                    "bad value for " + key.name() + ": '" + value + "' (" + key.type() + "): " + e.getMessage());
        }
    }
}
