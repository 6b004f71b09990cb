package dev.kiln.app;

import dev.kiln.engine.EngineConfig;
import dev.kiln.server.ServerConfig;
import dev.kiln.server.journal.JournalConfig;
import dev.kiln.server.web.WebConfig;
import dev.kiln.spark.launch.SparkConfig;
import dev.kiln.spi.config.ConfigKey;
import dev.kiln.spi.config.KeyFamily;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every key that Kiln knows, gathered from the parts that own them. */
public final class ConfigurationKeys {
    private static final List<ConfigKey<?>> ALL = Stream.of(
                    AppConfig.KEYS,
                    ServerConfig.keys(),
                    JournalConfig.keys(),
                    EngineConfig.keys(),
                    StoreConfig.KEYS,
                    WebConfig.KEYS,
                    SparkConfig.keys())
            .<ConfigKey<?>>flatMap(List::stream)
            .sorted(Comparator.comparing(ConfigKey::name))
            .toList();

    private static final List<KeyFamily> FAMILIES = SparkConfig.families();

    private ConfigurationKeys() {}

    /** All keys, by name. */
    public static List<ConfigKey<?>> all() {
        return ALL;
    }

    /** The keys that exist once for each name that users choose. */
    public static List<KeyFamily> families() {
        return FAMILIES;
    }
}
