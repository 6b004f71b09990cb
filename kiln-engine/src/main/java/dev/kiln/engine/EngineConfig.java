package dev.kiln.engine;

import dev.kiln.spi.config.ConfigKey;
import java.util.List;

/** The configuration keys of the embedded engine. */
public final class EngineConfig {
    public static final ConfigKey<Long> MEMORY = ConfigKey.size(
            "kiln.embedded.memory", "2g", "How much memory queries may use before they spill to the home directory.");

    public static final ConfigKey<Integer> THREADS = ConfigKey.integer(
            "kiln.embedded.threads", 0, 0, 1024, "How many threads run queries; 0 means one per processor.");

    public static final ConfigKey<Long> MAX_ARTIFACT_BYTES =
            ConfigKey.size("kiln.embedded.maxArtifactSize", "3g", "How much a session may upload in total.");

    public static final ConfigKey<Long> MAX_SPILL_BYTES =
            ConfigKey.size("kiln.embedded.maxSpillSize", "64g", "How much queries may spill to the home directory.");

    public static final ConfigKey<Integer> MAX_QUERIES = ConfigKey.integer(
            "kiln.embedded.maxQueries", 128, 1, 10_000, "How many queries may run at once; others wait.");

    public static final ConfigKey<Long> MAX_INPUT = ConfigKey.size(
            "kiln.embedded.maxInput",
            "0",
            "The size of the files and of the catalogs' tables that a query may read in the embedded engine; larger ones go"
                    + " elsewhere if the session allows it, and 0 means no limit.");

    private EngineConfig() {}

    /** Every key, for checking and listing a configuration. */
    public static List<ConfigKey<?>> keys() {
        return List.of(MEMORY, THREADS, MAX_ARTIFACT_BYTES, MAX_SPILL_BYTES, MAX_QUERIES, MAX_INPUT);
    }
}
