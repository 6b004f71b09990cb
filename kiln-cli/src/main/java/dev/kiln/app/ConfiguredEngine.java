package dev.kiln.app;

import dev.kiln.engine.EmbeddedEngine;
import dev.kiln.server.journal.JournalConfig;
import dev.kiln.server.journal.Journals;
import dev.kiln.server.routing.RoutingEngine;
import dev.kiln.spark.catalog.SharedCatalog;
import dev.kiln.spark.catalog.SharedStore;
import dev.kiln.spark.proxy.SparkEngines;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Optional;

/** The engines of a server, wired together as it is configured. */
final class ConfiguredEngine {
    private ConfiguredEngine() {}

    /**
     * Opens the embedded engine. Of Spark nothing is launched before it is needed.
     *
     * @throws ConfigurationException if the engine that is to answer does not exist
     */
    static Engine open(Configuration configuration, Path home) {
        Home directories = new Home(home);
        Journals journals = Journals.open(directories.sessions(), JournalConfig.limits(configuration));
        StoreCatalogs stores = new StoreCatalogs(configuration, directories.store());
        EmbeddedEngine embedded = EmbeddedEngine.open(configuration, home, stores);
        try {
            SharedCatalog catalog = new SharedCatalog(
                    embedded.catalogRequests()::answer,
                    directories.warehouse(),
                    ConnectorJar.installed().map(jar -> new SharedStore(jar, stores::driverOptions)));
            return routing(
                    embedded,
                    SparkEngines.open(
                            configuration,
                            directories.engines(),
                            InstalledSparks.of(directories),
                            Optional.of(catalog)),
                    journals,
                    configuration.get(AppConfig.ENGINE));
        } catch (RuntimeException | Error e) {
            embedded.close();
            throw e;
        }
    }

    private static Engine routing(Engine embedded, SparkEngines sparks, Journals journals, String standard) {
        try {
            return new RoutingEngine(embedded, new SparkProfiles(sparks), journals, standard);
        } catch (EngineException e) {
            sparks.close();
            throw new ConfigurationException(e.getMessage());
        }
    }
}
