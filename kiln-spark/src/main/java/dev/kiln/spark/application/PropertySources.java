package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Puts properties together the way spark-submit does: {@code --conf} wins over {@code --extra-properties-file}, that over
 * {@code --properties-file}, and {@code spark-defaults.conf} comes last, if it is read at all.
 */
final class PropertySources {
    private final Optional<Path> defaults;
    private final List<String> notices = new ArrayList<>();

    /** @param defaults Spark's {@code spark-defaults.conf}; need not exist */
    PropertySources(Optional<Path> defaults) {
        this.defaults = defaults;
    }

    /** What the user should know of, after {@link #merge}. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    /** @throws SparkSetupException if a file cannot be read or a {@code --conf} has no {@code =} */
    Map<String, String> merge(SubmitFlags flags) {
        Map<String, String> merged = new TreeMap<>();
        Optional<String> file = flags.value(SubmitFlag.PROPERTIES_FILE);
        if (file.isEmpty() || flags.has(SubmitFlag.LOAD_SPARK_DEFAULTS)) {
            defaults.filter(Files::exists).ifPresent(path -> merged.putAll(load(path)));
        }
        file.ifPresent(path -> merged.putAll(load(Path.of(path))));
        flags.all(SubmitFlag.EXTRA_PROPERTIES_FILE).forEach(path -> merged.putAll(load(Path.of(path))));
        for (String setting : flags.all(SubmitFlag.CONF)) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new SparkSetupException("--conf must be KEY=VALUE, not '" + setting + "'");
            }
            merged.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        merged.keySet().removeIf(key -> {
            boolean foreign = !key.startsWith("spark.");
            if (foreign) {
                notices.add("'" + key + "' is not a property of Spark and is left out");
            }
            return foreign;
        });
        return merged;
    }

    private static Map<String, String> load(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new SparkSetupException("the properties file " + file + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        return values;
    }
}
