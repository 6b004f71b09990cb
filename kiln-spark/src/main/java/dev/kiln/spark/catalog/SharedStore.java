package dev.kiln.spark.catalog;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The store whose tables drivers find in the catalog {@code store}.
 *
 * @param connector the jar with which Spark reads and writes them, which drivers must be able to read under this path;
 *     absolute
 * @param locators where the store is, as {@code host:port} with commas between; nothing as long as there is none
 */
public record SharedStore(Path connector, Supplier<Optional<String>> locators) {
    public SharedStore {
        requireNonNull(locators, "locators");
        if (!connector.isAbsolute()) {
            throw new IllegalArgumentException("the connector's jar must be absolute: " + connector);
        }
    }
}
