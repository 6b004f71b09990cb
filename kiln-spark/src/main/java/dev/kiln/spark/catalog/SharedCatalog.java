package dev.kiln.spark.catalog;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The catalog that drivers share with Kiln.
 *
 * @param warehouse where its tables lie unless they say otherwise; absolute
 * @param store whose tables are shared as well
 */
public record SharedCatalog(CatalogRequests requests, Path warehouse, Optional<SharedStore> store) {
    public SharedCatalog {
        requireNonNull(requests, "requests");
        requireNonNull(store, "store");
        if (!warehouse.isAbsolute()) {
            throw new IllegalArgumentException("the warehouse must be absolute: " + warehouse);
        }
    }
}
