package dev.kiln.app;

import com.google.common.base.Suppliers;
import dev.kiln.catalog.remote.StoreRequests;
import dev.kiln.catalog.store.HomeStore;
import dev.kiln.engine.analysis.SparkFrontEnd;
import dev.kiln.spark.catalog.CatalogRequests;
import dev.kiln.spi.config.Configuration;

/** The catalog of a home for Spark's drivers, where there is no embedded engine that has it open. */
final class HomeCatalog implements CatalogRequests {
    private final HomeStore store;
    private final StoreRequests requests;

    private HomeCatalog(HomeStore store) {
        this.store = store;
        this.requests = new StoreRequests(store, () -> {});
    }

    static HomeCatalog open(Home home, Configuration configuration) {
        return new HomeCatalog(HomeStore.open(
                home.directory(),
                Suppliers.memoize(() -> SparkFrontEnd.hadoopConfiguration(configuration.settings()))));
    }

    @Override
    public byte[] answer(byte[] request) {
        return requests.answer(request);
    }

    @Override
    public void close() {
        store.close();
    }
}
