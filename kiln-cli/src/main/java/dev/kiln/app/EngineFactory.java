package dev.kiln.app;

import dev.kiln.spi.Engine;
import dev.kiln.spi.config.Configuration;
import java.nio.file.Path;

/** Opens the engine that a server is to use. */
@FunctionalInterface
public interface EngineFactory {
    /** @param home an existing directory that this process alone uses */
    Engine open(Configuration configuration, Path home);
}
