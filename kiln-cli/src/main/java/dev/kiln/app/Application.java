package dev.kiln.app;

import com.google.common.net.UrlEscapers;
import dev.kiln.server.KilnServer;
import dev.kiln.server.ServerConfig;
import dev.kiln.server.ServerStartException;
import dev.kiln.server.routing.RoutingEngine;
import dev.kiln.server.web.WebServer;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Kiln: a home that is locked, an engine and a server that takes calls. */
public final class Application implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** How long a visitor of a page waits for a store that does not answer. */
    private static final Duration PAGE_TIME = Duration.ofSeconds(5);

    private final Home home;
    private final Configuration configuration;
    private final HomeLock lock;
    private final KilnServer server;
    private @Nullable WebServer pages;

    private Application(Home home, Configuration configuration, HomeLock lock, KilnServer server) {
        this.home = home;
        this.configuration = configuration;
        this.lock = lock;
        this.server = server;
    }

    /**
     * Starts everything with the engine that is configured.
     *
     * @param console what of the log goes to standard error as well
     * @throws UserException if the configuration is wrong, the home cannot be used or the port is taken
     */
    public static Application start(Home home, ConfigurationSource source, Level console) {
        return start(home, source, console, ConfiguredEngine::open);
    }

    static Application start(Home home, ConfigurationSource source, Level console, EngineFactory engines) {
        Configuration configuration = source.load(home);
        home.create();
        HomeLock lock = HomeLock.acquire(home);
        Logging.toHome(home, configuration, console);
        try {
            KilnServer server = KilnServer.start(configuration, engines.open(configuration, home.directory()));
            Application application = new Application(home, configuration, lock, server);
            lock.announce(application.address());
            return application;
        } catch (ServerStartException | ConfigurationException e) {
            lock.close();
            throw new UserException(e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Where clients connect to, such as {@code sc://127.0.0.1:15002}. */
    public String address() {
        return "sc://" + configuration.get(ServerConfig.HOST) + ":" + server.port();
    }

    public int port() {
        return server.port();
    }

    public Home home() {
        return home;
    }

    /**
     * The address that an official client on this machine takes, with the token in it if there is one. Such clients send a
     * token without TLS to {@code localhost} alone, under that very name.
     */
    public String localAddress() {
        return token().map(token -> "sc://localhost:" + server.port() + "/;token="
                        + UrlEscapers.urlPathSegmentEscaper().escape(token))
                .orElseGet(this::address);
    }

    /** What every call must carry, if the server asks for it. */
    public Optional<String> token() {
        return Optional.of(configuration.get(ServerConfig.TOKEN)).filter(token -> !token.isEmpty());
    }

    /**
     * Serves the web pages, if that is configured. Clients do without them, so it comes after the start, and an address that
     * is taken is only said in the log.
     *
     * @return where they are
     */
    public synchronized Optional<URI> servePages() {
        try {
            pages = WebServer.start(configuration, new StorePages(() -> StoreGate.running(PAGE_TIME)))
                    .orElse(null);
        } catch (UncheckedIOException e) {
            LOG.warn("{}; kiln.web.port sets another port, or off", e.getMessage());
        }
        return Optional.ofNullable(pages).map(WebServer::address);
    }

    /** How long to warm up; a Spark engine is left alone, because statements would launch it before anybody needs it. */
    public Duration warmUpTime() {
        return RoutingEngine.startsOthersAtOnce(configuration.get(AppConfig.ENGINE))
                ? Duration.ZERO
                : configuration.get(AppConfig.WARM_UP_TIME);
    }

    /** Whether clients wait for answers at the moment. */
    public boolean isBusy() {
        return server.activeOperations() > 0;
    }

    /** Lets running operations end for a bounded time, then stops everything. */
    @Override
    public synchronized void close() {
        if (pages != null) {
            pages.close();
        }
        server.close();
        lock.close();
        Logging.leaveHome();
    }
}
