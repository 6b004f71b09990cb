package dev.kiln.spark.launch;

import dev.kiln.spark.catalog.SharedCatalog;
import java.nio.file.Path;
import java.util.Map;

/** The settings under which a driver has Kiln's catalog. */
final class CatalogProperties {
    private static final String IMPLEMENTATION = "spark.sql.catalogImplementation";

    private CatalogProperties() {}

    /**
     * Adds them, unless the user has named another catalog for Spark. What the user has set otherwise stays.
     *
     * @param jar Kiln's catalog for drivers, which they must be able to read under this path
     */
    static void add(SharedCatalog catalog, Path jar, Map<String, String> properties) {
        if (!properties.getOrDefault(IMPLEMENTATION, "in-memory").equals("in-memory")) {
            return;
        }
        properties.put("spark.kiln.catalog.jar", jar.toString());
        properties.putIfAbsent("spark.sql.warehouse.dir", catalog.warehouse().toString());
        // Spark goes on with the files of a table that it saw first, and others write to it as well.
        properties.putIfAbsent("spark.sql.filesourceTableRelationCacheSize", "0");
    }
}
