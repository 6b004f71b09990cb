package dev.kiln.engine.analysis;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.DefaultCatalogManager;
import org.apache.spark.sql.internal.SQLConf;
import org.jspecify.annotations.Nullable;

/**
 * A session's catalogs. Spark's manager loads whatever class a session sets; this one knows those of the server alone,
 * because a catalog is code that would run here, and its options are addresses and files.
 */
final class EmbeddedCatalogManager extends DefaultCatalogManager {
    static final String CATALOGS = "spark.sql.catalog.";

    private final ServerCatalogs server;
    private volatile @Nullable Loading loading;

    /** What the calling thread loads a catalog under. */
    private record Loading(Thread thread, SQLConf conf) {}

    EmbeddedCatalogManager(CatalogPlugin defaultSessionCatalog, SessionCatalog sessionCatalog, ServerCatalogs server) {
        super(defaultSessionCatalog, sessionCatalog);
        this.server = server;
    }

    @Override
    public synchronized CatalogPlugin catalog(String name) {
        if (loading != null || name.equalsIgnoreCase(CatalogManager.SESSION_CATALOG_NAME())) {
            return super.catalog(name);
        }
        SQLConf session = conf();
        Optional<Map<String, String>> settings = server.settings(name);
        if (settings.isEmpty() && session.contains(CATALOGS + name)) {
            throw Refusals.unsupported(
                    "catalog.session",
                    "The catalog " + name
                            + " is set by the session; those of the embedded engine are set in Kiln's configuration.");
        }
        SQLConf conf = new SQLConf();
        settings.orElse(Map.of()).forEach(conf::setConfString);
        loading = new Loading(Thread.currentThread(), conf);
        try {
            // catalogs read settings of the active session as well
            return SQLConf.withExistingConf(conf, () -> super.catalog(name));
        } finally {
            loading = null;
        }
    }

    /** Always Spark's own: it stands for Kiln's catalog. */
    @Override
    public CatalogPlugin v2SessionCatalog() {
        return defaultSessionCatalog();
    }

    @Override
    public SQLConf conf() {
        Loading now = loading;
        return now != null && now.thread() == Thread.currentThread() ? now.conf() : super.conf();
    }
}
