package dev.kiln.spi;

import java.util.Map;

/**
 * Answers Spark Connect requests of many sessions. The front door owns the engine and closes it after the last session.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface Engine extends AutoCloseable {
    /** A short, stable name for logs, metrics and {@code EXPLAIN}: {@code embedded}, for instance. */
    String name();

    /** The Spark version whose behaviour this engine shows, such as {@code 4.2.0}. */
    String sparkVersion();

    /**
     * Opens a session with its own configuration, temporary views and current database.
     *
     * @throws EngineException if the session cannot be set up
     */
    EngineSession openSession(SessionIdentity identity);

    /**
     * Opens a session with wishes that the client expressed with its connection.
     *
     * @param wishes what the connection string says of Kiln itself, by keys that begin with {@code kiln.}; unknown ones mean
     *     nothing
     * @throws EngineException if the session cannot be set up, or a wish cannot be fulfilled
     */
    default EngineSession openSession(SessionIdentity identity, Map<String, String> wishes) {
        return openSession(identity);
    }

    /** Releases everything the engine holds. Sessions must be closed before. Idempotent. */
    @Override
    void close();
}
