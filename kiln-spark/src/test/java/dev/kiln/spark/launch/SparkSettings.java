package dev.kiln.spark.launch;

import dev.kiln.spi.config.Configuration;
import java.util.HashMap;
import java.util.Map;

/** Settings for tests. */
public final class SparkSettings {
    private SparkSettings() {}

    public static Configuration of(Map<String, String> settings) {
        return Configuration.of(settings, SparkConfig.keys(), SparkConfig.families());
    }

    public static EngineProfile profile(Map<String, String> settings) {
        return EngineProfile.standard(of(settings));
    }

    /** A small engine in one process. */
    public static EngineProfile local(Map<String, String> properties) {
        Map<String, String> settings = new HashMap<>(properties);
        settings.put("kiln.spark.master", "local[2]");
        settings.put("kiln.spark.driver.memory", "768m");
        return profile(settings);
    }
}
