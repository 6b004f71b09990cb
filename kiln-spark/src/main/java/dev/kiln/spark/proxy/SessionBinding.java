package dev.kiln.spark.proxy;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Which engine a session belongs to, from its first use on, and the id that it has there. That is another one than the
 * client's, because clients may use one id again after they have closed a session. Thread-safe.
 */
final class SessionBinding {
    private final Supplier<EngineConnection> connections;
    private final String id = UUID.randomUUID().toString();
    private Optional<EngineConnection> connection;

    SessionBinding(Supplier<EngineConnection> connections) {
        this.connections = connections;
        this.connection = Optional.empty();
    }

    /** A session that exists on its engine already. */
    SessionBinding(EngineConnection connection) {
        this.connections = () -> connection;
        this.connection = Optional.of(connection);
    }

    String id() {
        return id;
    }

    /**
     * The connection to the session's engine.
     *
     * @throws dev.kiln.spi.EngineException if no engine can be started, or if the session's engine has ended
     */
    EngineConnection connection() {
        EngineConnection bound = bind();
        if (!bound.isUsable()) {
            throw EngineErrors.sessionLost(bound.endReason());
        }
        return bound;
    }

    private synchronized EngineConnection bind() {
        if (connection.isEmpty()) {
            connection = Optional.of(connections.get());
        }
        return connection.get();
    }

    /** The connection, if the session was ever used and its engine still runs. */
    synchronized Optional<EngineConnection> current() {
        return connection.filter(EngineConnection::isUsable);
    }
}
