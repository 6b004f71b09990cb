package dev.kiln.spark.catalog;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The store whose tables drivers find in the catalog {@code store}.
 *
 * @param connector the jar with which Spark reads and writes them, which drivers must be able to read under this path;
 *     absolute
 * @param options of that catalog, which say where the store is and name the files of what lets drivers in; none as long as
 *     there is no store
 */
public record SharedStore(Path connector, Supplier<Map<String, String>> options) {
    public SharedStore {
        requireNonNull(options, "options");
        if (!connector.isAbsolute()) {
            throw new IllegalArgumentException("the connector's jar must be absolute: " + connector);
        }
    }
}
