package dev.kiln.app;

import dev.kiln.engine.analysis.ServerCatalogs;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import dev.kiln.store.access.AccessSettings;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.process.ChildStore;
import dev.kiln.store.process.MemberJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The catalog {@code store}: over the store that is configured or, without one, over the home's own, which a process of its own
 * holds from the first use of the catalog until Kiln ends. Safe for use by many threads.
 */
final class StoreCatalogs implements ServerCatalogs {
    private static final String NAME = "store";
    private static final String CLASS = "dev.kiln.connector.StoreCatalog";
    private static final String SETTING = "spark.sql.catalog." + NAME;
    private static final String CONNECTOR = "spark.kiln.";
    private static final String CLIENT = "spark." + ClientSettings.PREFIX;

    private final Configuration configuration;
    private final Path directory;
    private final AccessSettings access;
    private @Nullable ChildStore own;
    private boolean closed;

    /**
     * @param directory of the home's own store
     * @throws ConfigurationException if what lets Kiln into the configured store contradicts itself
     */
    StoreCatalogs(Configuration configuration, Path directory) {
        this.configuration = configuration;
        this.directory = directory;
        try {
            this.access = StoreConfig.access(configuration);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
        StoreGate.set(this);
    }

    /** What sessions see of it: anybody's SET shows it, so secrets and where they are kept are not among it. */
    @Override
    public Optional<Map<String, String>> settings(String name) {
        if (!name.equals(NAME)) {
            return Optional.empty();
        }
        Map<String, String> settings = new HashMap<>();
        configuration.settings().forEach((key, value) -> {
            if (key.startsWith(CONNECTOR) && !isAccess(key)) {
                settings.put(key, value);
            }
        });
        settings.put(SETTING, CLASS);
        settings.put(SETTING + ".locators", locators());
        return Optional.of(settings);
    }

    private static boolean isAccess(String key) {
        return key.startsWith(CLIENT) && AccessSettings.NAMES.contains(key.substring(CLIENT.length()));
    }

    private List<String> configured() {
        return configuration.get(StoreConfig.LOCATORS);
    }

    /** Where the store is, which is started if it is the home's own. */
    String locators() {
        return configured().isEmpty() ? own().locators() : String.join(",", configured());
    }

    /**
     * What this process reaches the store with, which is started if it is the home's own.
     *
     * @throws IllegalArgumentException if a file of what lets it in can't be used
     */
    ClientSettings client(Duration timeout) {
        List<String> locators = List.of(locators().split(","));
        AccessSettings mine = configured().isEmpty() ? ChildStore.access(directory) : access;
        return new ClientSettings(locators, timeout, "localhost", mine.load());
    }

    /** The same without starting anything: nothing if the store is the home's own and doesn't run. */
    synchronized Optional<ClientSettings> running(Duration timeout) {
        boolean runs = !configured().isEmpty() || (own != null && own.isAlive());
        return runs ? Optional.of(client(timeout)) : Optional.empty();
    }

    /** Whether the catalog, here or in a driver, would name these locators. */
    boolean isKnown(String locators) {
        return locators.equals(configured().isEmpty() ? ChildStore.locator(directory) : String.join(",", configured()));
    }

    /**
     * The options of the catalog in Spark's drivers. Where the home's own store will be is known before it is started. If it
     * has tables it is started now, so that a session that is all Spark's finds them.
     */
    Map<String, String> driverOptions() {
        Map<String, String> options = new TreeMap<>();
        if (configured().isEmpty()) {
            if (ChildStore.hasTables(directory)) {
                own();
            }
            options.put("locators", ChildStore.locator(directory));
            options.putAll(ChildStore.access(directory).files());
        } else {
            options.put("locators", String.join(",", configured()));
            options.putAll(access.files());
        }
        return options;
    }

    /** Started by whoever asks first; others wait. */
    private synchronized ChildStore own() {
        ChildStore running = own;
        if (closed) {
            throw new IllegalStateException("Kiln is ending");
        }
        if (running != null && running.isAlive()) {
            return running;
        }
        ChildStore started = ChildStore.start(
                MemberJvm.installed(),
                directory,
                configuration.get(StoreConfig.MEMORY),
                configuration.get(StoreConfig.HEAP));
        own = started;
        return started;
    }

    @Override
    public synchronized void close() {
        closed = true;
        StoreGate.unset(this);
        if (own != null) {
            own.close();
            own = null;
        }
    }
}
