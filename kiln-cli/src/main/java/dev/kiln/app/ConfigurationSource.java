package dev.kiln.app;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the user gave: a file and settings of the command line, which win.
 *
 * @param file the file the user named; without one the home's {@code kiln.conf} is read if it exists
 * @param overrides settings of the command line by key
 */
public record ConfigurationSource(Optional<Path> file, Map<String, String> overrides) {
    public ConfigurationSource {
        overrides = Map.copyOf(overrides);
    }

    /** Further settings of the command line, which win over the others. */
    public ConfigurationSource with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(overrides);
        all.putAll(more);
        return new ConfigurationSource(file, all);
    }

    /**
     * Reads and checks everything.
     *
     * @throws UserException if a file cannot be read, a key is unknown or a value does not fit
     */
    public Configuration load(Home home) {
        Map<String, String> settings = new TreeMap<>();
        if (file.isPresent()) {
            if (!Files.isReadable(file.get())) {
                throw new UserException("the configuration file " + file.get() + " cannot be read");
            }
            settings.putAll(read(file.get()));
        } else if (Files.exists(home.configurationFile())) {
            settings.putAll(read(home.configurationFile()));
        }
        settings.putAll(overrides);
        try {
            return Configuration.of(settings, ConfigurationKeys.all(), ConfigurationKeys.families());
        } catch (ConfigurationException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> settings = new TreeMap<>();
        try {
            ConfigFactory.parseFile(file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
                    .resolve()
                    .entrySet()
                    .forEach(entry -> settings.put(
                            String.join(".", ConfigUtil.splitPath(entry.getKey())),
                            text(entry.getKey(), entry.getValue())));
        } catch (ConfigException e) {
            throw new UserException("bad configuration file: " + firstLine(e.getMessage()), e);
        }
        return settings;
    }

    private static String text(String name, ConfigValue value) {
        if (value.valueType() == ConfigValueType.LIST) {
            throw new UserException("bad value for " + name + ": a list, but one value is expected ("
                    + value.origin().description() + ")");
        }
        return String.valueOf(value.unwrapped());
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
