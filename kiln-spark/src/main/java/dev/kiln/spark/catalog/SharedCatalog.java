package dev.kiln.spark.catalog;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * The catalog that drivers share with Kiln.
 *
 * @param warehouse where its tables lie unless they say otherwise; absolute
 */
public record SharedCatalog(CatalogRequests requests, Path warehouse) {
    public SharedCatalog {
        requireNonNull(requests, "requests");
        if (!warehouse.isAbsolute()) {
            throw new IllegalArgumentException("the warehouse must be absolute: " + warehouse);
        }
    }
}
