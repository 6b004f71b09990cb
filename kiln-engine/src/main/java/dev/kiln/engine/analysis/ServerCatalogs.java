package dev.kiln.engine.analysis;

import java.util.Map;
import java.util.Optional;

/** The catalogs that Kiln's configuration gives to sessions. Safe for use by many threads. */
public interface ServerCatalogs extends AutoCloseable {
    /**
     * The settings of a catalog: {@code spark.sql.catalog.NAME}, its class, {@code spark.sql.catalog.NAME.*}, its options, and
     * whatever else it reads while it is loaded. Asked for when a session first uses the catalog; may start what the catalog
     * needs.
     *
     * @return nothing if there is no such catalog
     */
    Optional<Map<String, String>> settings(String name);

    /** Ends what was started for the catalogs. Idempotent. */
    @Override
    default void close() {}

    /** These catalogs and, where they have none of a name, others. */
    default ServerCatalogs or(ServerCatalogs others) {
        return name -> settings(name).or(() -> others.settings(name));
    }

    /** The catalogs among a server's Spark settings. */
    static ServerCatalogs of(Map<String, String> settings) {
        Map<String, String> fixed = Map.copyOf(settings);
        return name -> {
            String key = EmbeddedCatalogManager.CATALOGS + name;
            if (!fixed.containsKey(key)) {
                return Optional.empty();
            }
            Map<String, String> found = new java.util.HashMap<>(fixed);
            found.keySet().removeIf(setting -> !setting.equals(key) && !setting.startsWith(key + "."));
            return Optional.of(found);
        };
    }
}
