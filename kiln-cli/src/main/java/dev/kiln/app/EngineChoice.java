package dev.kiln.app;

import dev.kiln.engine.EmbeddedEngine;
import dev.kiln.spark.catalog.SharedCatalog;
import dev.kiln.spark.proxy.SparkEngines;
import dev.kiln.spi.Engine;
import dev.kiln.spi.config.Configuration;
import java.nio.file.Path;
import java.util.Optional;

/** The engines that a server can have. */
public enum EngineChoice {
    EMBEDDED {
        @Override
        Engine open(Configuration configuration, Path home) {
            return EmbeddedEngine.open(configuration, home);
        }
    },
    SPARK {
        @Override
        Engine open(Configuration configuration, Path home) {
            Home directories = new Home(home);
            HomeCatalog catalog = HomeCatalog.open(directories, configuration);
            try {
                return SparkEngines.open(
                        configuration,
                        directories.engines(),
                        InstalledSparks.of(directories),
                        Optional.of(new SharedCatalog(catalog, directories.warehouse())));
            } catch (RuntimeException e) {
                catalog.close();
                throw e;
            }
        }
    };

    static EngineChoice parse(String text) {
        return switch (text.strip()) {
            case "embedded" -> EMBEDDED;
            case "spark" -> SPARK;
            default -> throw new IllegalArgumentException("must be embedded or spark");
        };
    }

    abstract Engine open(Configuration configuration, Path home);

    /** Opens the engine that is configured. */
    static Engine openConfigured(Configuration configuration, Path home) {
        return configuration.get(AppConfig.ENGINE).open(configuration, home);
    }
}
