package dev.kiln.app;

import dev.kiln.engine.EmbeddedEngine;
import dev.kiln.spark.catalog.SharedCatalog;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spark.proxy.SparkEngines;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.config.Configuration;
import java.util.Optional;

/** Both engines over one home: sessions of the user {@code spark} are Spark's. */
record BothEngines(EmbeddedEngine embedded, SparkEngines spark) implements Engine {
    static BothEngines open(Configuration configuration, Home home, Distributions distributions) {
        EmbeddedEngine embedded = EmbeddedEngine.open(configuration, home.directory());
        SharedCatalog catalog = new SharedCatalog(embedded.catalogRequests()::answer, home.warehouse());
        return new BothEngines(
                embedded, SparkEngines.open(configuration, home.engines(), distributions, Optional.of(catalog)));
    }

    @Override
    public String name() {
        return "both";
    }

    @Override
    public String sparkVersion() {
        return embedded.sparkVersion();
    }

    @Override
    public EngineSession openSession(SessionIdentity identity) {
        return identity.userId().equals("spark") ? spark.openSession(identity) : embedded.openSession(identity);
    }

    @Override
    public void close() {
        spark.close();
        embedded.close();
    }
}
