package dev.kiln.app;

import dev.kiln.spi.config.Configuration;
import org.apache.logging.log4j.Level;

/** A running Kiln: a home that is locked, an engine and a server that takes calls. */
public final class Application implements AutoCloseable {
    private final HomeLock lock;

    private Application(HomeLock lock) {
        this.lock = lock;
    }

    /**
     * Starts everything.
     *
     * @throws UserException if the configuration is wrong, the home cannot be used or the port is taken
     */
    public static Application start(Home home, ConfigurationSource source) {
        Configuration configuration = source.load(home);
        home.create();
        HomeLock lock = HomeLock.acquire(home);
        Logging.toHome(home, configuration, Level.WARN);
        return new Application(lock);
    }

    /** Where clients connect to, such as {@code sc://127.0.0.1:15002}. */
    public String address() {
        return "sc://127.0.0.1:15002";
    }

    /** Lets running operations end for a bounded time, then stops everything. */
    @Override
    public void close() {
        lock.close();
        Logging.stop();
    }
}
