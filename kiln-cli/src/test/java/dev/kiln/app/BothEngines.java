package dev.kiln.app;

import dev.kiln.engine.EmbeddedEngine;
import dev.kiln.spark.catalog.SharedCatalog;
import dev.kiln.spark.catalog.SharedStore;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spark.proxy.SparkEngines;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.config.Configuration;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/** Both engines over one home: sessions of the user {@code spark} are Spark's. */
record BothEngines(EmbeddedEngine embedded, SparkEngines spark) implements Engine {
    static BothEngines open(Configuration configuration, Home home, Distributions distributions) {
        StoreCatalogs stores = new StoreCatalogs(configuration, home.store());
        EmbeddedEngine embedded = EmbeddedEngine.open(configuration, home.directory(), stores);
        SharedCatalog catalog = new SharedCatalog(
                embedded.catalogRequests()::answer,
                home.warehouse(),
                connector().map(jar -> new SharedStore(jar, stores::driverOptions)));
        return new BothEngines(
                embedded, SparkEngines.open(configuration, home.engines(), distributions, Optional.of(catalog)));
    }

    /** The jar for Spark, if the connector was packaged. */
    static Optional<Path> connector() {
        Path target = Path.of("../kiln-connector/target").toAbsolutePath().normalize();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "kiln-connector-*-bundle.jar")) {
            Iterator<Path> found = jars.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
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
