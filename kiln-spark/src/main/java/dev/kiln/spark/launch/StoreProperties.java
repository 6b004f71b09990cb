package dev.kiln.spark.launch;

import dev.kiln.spark.catalog.SharedStore;
import java.util.Map;

/** The settings under which a driver has the catalog {@code store}. */
final class StoreProperties {
    private static final String CATALOG = "spark.sql.catalog.store";

    private StoreProperties() {}

    /** Adds them if there is a store, unless the user has a catalog of that name. */
    static void add(SharedStore store, Map<String, String> properties) {
        if (properties.containsKey(CATALOG)) {
            return;
        }
        Map<String, String> options = store.options().get();
        if (!options.isEmpty()) {
            properties.merge("spark.jars", store.connector().toString(), (own, ours) -> own + "," + ours);
            properties.put(CATALOG, "dev.kiln.connector.StoreCatalog");
            options.forEach((name, value) -> properties.put(CATALOG + "." + name, value));
            // Joins without an exchange, which Spark 3.5 doesn't plan by default.
            properties.putIfAbsent("spark.sql.sources.v2.bucketing.enabled", "true");
        }
    }
}
