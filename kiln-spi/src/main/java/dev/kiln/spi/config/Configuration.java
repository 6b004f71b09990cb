package dev.kiln.spi.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked set of settings: every name is a declared key, every value parses. Immutable.
 *
 * <p>All {@code spark.*} names are settings of Spark and are only carried along.
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
        return of(settings, keys, List.of());
    }

    /**
     * Checks the settings against the declared keys and families of keys.
     *
     * @throws ConfigurationException naming the first key that is unknown or whose value does not parse
     */
    public static Configuration of(Map<String, String> settings, List<ConfigKey<?>> keys, List<KeyFamily> families) {
        Map<String, ConfigKey<?>> declared = new HashMap<>();
        keys.forEach(key -> declared.put(key.name(), key));
        settings.forEach((name, value) -> {
            Optional<ConfigKey<?>> key = Optional.<ConfigKey<?>>ofNullable(declared.get(name))
                    .or(() -> families.stream()
                            .flatMap(family -> family.find(name).stream())
                            .findFirst());
            if (key.isPresent()) {
                parse(key.get(), value);
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
