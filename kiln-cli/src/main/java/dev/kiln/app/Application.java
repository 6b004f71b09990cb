package dev.kiln.app;

import dev.kiln.engine.EmbeddedEngine;
import dev.kiln.server.KilnServer;
import dev.kiln.server.ServerConfig;
import dev.kiln.server.ServerStartException;
import dev.kiln.spi.config.Configuration;
import org.apache.logging.log4j.Level;

/** A running Kiln: a home that is locked, an engine and a server that takes calls. */
public final class Application implements AutoCloseable {
    private final HomeLock lock;
    private final KilnServer server;
    private final String address;

    private Application(HomeLock lock, KilnServer server, String address) {
        this.lock = lock;
        this.server = server;
        this.address = address;
    }

    /**
     * Starts everything with the embedded engine.
     *
     * @param console what of the log goes to standard error as well
     * @throws UserException if the configuration is wrong, the home cannot be used or the port is taken
     */
    public static Application start(Home home, ConfigurationSource source, Level console) {
        return start(home, source, console, EmbeddedEngine::open);
    }

    static Application start(Home home, ConfigurationSource source, Level console, EngineFactory engines) {
        Configuration configuration = source.load(home);
        home.create();
        HomeLock lock = HomeLock.acquire(home);
        Logging.toHome(home, configuration, console);
        try {
            KilnServer server = KilnServer.start(configuration, engines.open(configuration, home.directory()));
            String address = "sc://" + configuration.get(ServerConfig.HOST) + ":" + server.port();
            lock.announce(address);
            return new Application(lock, server, address);
        } catch (ServerStartException e) {
            lock.close();
            throw new UserException(e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Where clients connect to, such as {@code sc://127.0.0.1:15002}. */
    public String address() {
        return address;
    }

    /** Lets running operations end for a bounded time, then stops everything. */
    @Override
    public void close() {
        server.close();
        lock.close();
        Logging.leaveHome();
    }
}
