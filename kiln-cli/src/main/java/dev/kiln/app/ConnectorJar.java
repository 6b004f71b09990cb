package dev.kiln.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The jar with which any Spark reads and writes the store's tables. */
final class ConnectorJar {
    private ConnectorJar() {}

    /** That of the distribution that this process was started from; nothing if it was started without one. */
    static Optional<Path> installed() {
        return Optional.ofNullable(System.getProperty("kiln.distribution"))
                .map(distribution -> Path.of(distribution, "lib", "connector", "kiln-connector.jar")
                        .toAbsolutePath())
                .filter(Files::isRegularFile);
    }
}
