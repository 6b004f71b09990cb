package dev.kiln.app;

import dev.kiln.engine.analysis.ServerCatalogs;
import dev.kiln.spi.config.Configuration;
import dev.kiln.store.process.ChildStore;
import dev.kiln.store.process.MemberJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Configuration configuration;
    private final Path directory;
    private @Nullable ChildStore own;
    private boolean closed;

    /** @param directory of the home's own store */
    StoreCatalogs(Configuration configuration, Path directory) {
        this.configuration = configuration;
        this.directory = directory;
        StoreGate.set(this);
    }

    @Override
    public Optional<Map<String, String>> settings(String name) {
        if (!name.equals(NAME)) {
            return Optional.empty();
        }
        Map<String, String> settings = new HashMap<>();
        configuration.settings().forEach((key, value) -> {
            if (key.startsWith(CONNECTOR)) {
                settings.put(key, value);
            }
        });
        settings.put(SETTING, CLASS);
        settings.put(SETTING + ".locators", locators());
        return Optional.of(settings);
    }

    /** Where the store is, which is started if it is the home's own. */
    String locators() {
        List<String> configured = configuration.get(StoreConfig.LOCATORS);
        return configured.isEmpty() ? own().locators() : String.join(",", configured);
    }

    /** Where the store is, if that is known without starting it. */
    synchronized Optional<String> known() {
        List<String> configured = configuration.get(StoreConfig.LOCATORS);
        return configured.isEmpty()
                ? Optional.ofNullable(own).map(ChildStore::locators)
                : Optional.of(String.join(",", configured));
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
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
