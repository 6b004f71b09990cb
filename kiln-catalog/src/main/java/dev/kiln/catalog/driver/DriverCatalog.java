package dev.kiln.catalog.driver;

import dev.kiln.catalog.StoreCatalog;
import dev.kiln.catalog.remote.RemoteStore;
import dev.kiln.catalog.store.CatalogStorageException;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;

/** Kiln's catalog in a driver, where Spark's own would be. Kiln's agent calls this by name. */
public final class DriverCatalog {
    private DriverCatalog() {}

    /**
     * Opens Kiln's catalog, which has a default database from then on. Kiln is told whenever a query has ended.
     *
     * @param exchange asks the process that has the catalog; see {@link dev.kiln.catalog.remote.Exchange}
     * @param standard the catalog that Spark would use, which says where the default database is to be
     * @throws CatalogStorageException if Kiln does not answer
     */
    public static ExternalCatalog open(
            UnaryOperator<byte[]> exchange, ExternalCatalog standard, Configuration hadoop, SparkContext context) {
        RemoteStore store = new RemoteStore(exchange::apply, hadoop);
        StoreCatalog catalog = new StoreCatalog(store, hadoop);
        String name = SessionCatalog.DEFAULT_DATABASE();
        if (!catalog.databaseExists(name)) {
            catalog.createDatabase(standard.getDatabase(name), true);
        }
        context.addSparkListener(FinishedQueries.start(store::noteFilesChanged));
        return catalog;
    }
}
