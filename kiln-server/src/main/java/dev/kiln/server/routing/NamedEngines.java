package dev.kiln.server.routing;

import dev.kiln.spi.Engine;
import java.util.SortedSet;

/** The engines beside the embedded one, by name. None costs anything before it is asked for. Thread-safe. */
public interface NamedEngines extends AutoCloseable {
    /** The name of the engine that takes what the embedded one refuses. */
    String STANDARD = "spark";

    /** What can be asked for, {@value #STANDARD} among it. */
    SortedSet<String> names();

    /**
     * The engine of a name, opened if need be; it stays this object's own.
     *
     * @throws IllegalArgumentException if the name is not one of {@link #names}
     * @throws dev.kiln.spi.EngineException if it cannot be opened
     */
    Engine get(String name);

    /** Closes all engines that were opened. Idempotent. */
    @Override
    void close();
}
