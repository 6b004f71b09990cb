package dev.kiln.engine.analysis;

import org.apache.spark.sql.catalyst.catalog.CatalogDatabase;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalog;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogWithListener;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.execution.CacheManager;
import org.apache.spark.sql.internal.SharedState;
import org.apache.spark.sql.internal.StaticSQLConf;
import scala.collection.immutable.Map$;

/** What the sessions of an engine share: the persistent catalog, global temporary views and the cache's book-keeping. */
final class EmbeddedSharedState extends SharedState {
    private final ExternalCatalogWithListener catalog;
    private final CacheManager cacheManager = new DeclaredCacheManager();

    EmbeddedSharedState(EmbeddedSparkContext context, ExternalCatalog catalog) {
        super(context, Map$.MODULE$.empty());
        createDefaultDatabase(catalog, context);
        this.catalog = new ExternalCatalogWithListener(catalog);
    }

    @Override
    public ExternalCatalogWithListener externalCatalog() {
        return catalog;
    }

    @Override
    public CacheManager cacheManager() {
        // The constructor of the superclass runs before the field is set, but reads no cache.
        return cacheManager;
    }

    private static void createDefaultDatabase(ExternalCatalog catalog, EmbeddedSparkContext context) {
        String name = SessionCatalog.DEFAULT_DATABASE();
        if (!catalog.databaseExists(name)) {
            String warehouse = context.conf().get(StaticSQLConf.WAREHOUSE_PATH().key());
            catalog.createDatabase(
                    new CatalogDatabase(
                            name,
                            "default database",
                            new org.apache.hadoop.fs.Path(warehouse).toUri(),
                            Map$.MODULE$.empty()),
                    true);
        }
    }
}
