package dev.kiln.engine;

import dev.kiln.engine.files.commit.AtomicCommitProtocol;
import dev.kiln.spi.config.Configuration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings under which Spark's classes run inside the server. */
final class SparkSettings {
    private SparkSettings() {}

    /**
     * What Kiln fixes, over what the user configured as {@code spark.*}.
     *
     * @param home the directory of the server
     */
    static Map<String, String> of(Configuration configuration, Path home) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.sql.warehouse.dir", home.resolve("warehouse").toString());
        configuration.settings().forEach((name, value) -> {
            if (name.startsWith("spark.")) {
                settings.put(name, value);
            }
        });
        settings.put("spark.master", "local");
        settings.put("spark.app.name", "kiln");
        settings.put("spark.local.dir", home.resolve("tmp").toString());
        settings.put("spark.sql.catalogImplementation", "in-memory");
        // Writes are visible at once or not at all.
        settings.put("spark.sql.sources.commitProtocolClass", AtomicCommitProtocol.class.getName());
        // Nothing runs in the background: files are listed, tasks commit and status is kept on the calling thread.
        settings.put("spark.sql.sources.parallelPartitionDiscovery.threshold", Integer.toString(Integer.MAX_VALUE));
        settings.put("spark.hadoop.outputCommitCoordination.enabled", "false");
        settings.put("spark.appStateStore.asyncTracking.enable", "false");
        settings.put("spark.ui.enabled", "false");
        // A process-wide handler for URLs that nothing here needs, and that loads every Hadoop file system.
        settings.put("spark.sql.defaultUrlStreamHandlerFactory.enabled", "false");
        settings.put("spark.sql.artifact.isolation.enabled", "false");
        // Each command describes its plan for a UI that is not there: in the cheapest way.
        settings.put("spark.sql.ui.explainMode", "simple");
        return settings;
    }
}
