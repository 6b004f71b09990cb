package dev.kiln.app;

import dev.kiln.spi.config.Configuration;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.process.ChildStore;
import dev.kiln.store.process.MemberJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The home's own store for a command: the one that a running Kiln has started, or else one that ends with the command. For one
 * thread.
 */
public final class OwnStore implements AutoCloseable {
    private static final Duration QUICK = Duration.ofSeconds(5);

    private final Store store;
    private final Optional<ChildStore> process;

    private OwnStore(Store store, Optional<ChildStore> process) {
        this.store = store;
        this.process = process;
    }

    /** @throws UserException if the home has no store of its own */
    public static OwnStore open(Home home, Configuration configuration) {
        Path directory = home.store();
        if (!ChildStore.hasTables(directory)) {
            throw new UserException(
                    "the home " + home.directory() + " has no store of its own; name one by --locators");
        }
        try {
            return new OwnStore(connect(ChildStore.locator(directory), directory, QUICK), Optional.empty());
        } catch (StoreException e) {
            if (e.condition() != StoreCondition.UNAVAILABLE) {
                throw e;
            }
        }
        ChildStore process = ChildStore.start(
                MemberJvm.installed(),
                directory,
                configuration.get(StoreConfig.MEMORY),
                configuration.get(StoreConfig.HEAP));
        try {
            return new OwnStore(
                    connect(process.locators(), directory, ClientSettings.DEFAULT_TIMEOUT), Optional.of(process));
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    private static Store connect(String locator, Path directory, Duration timeout) {
        return Stores.connect(new ClientSettings(
                List.of(locator),
                timeout,
                "localhost",
                ChildStore.access(directory).load()));
    }

    public Store store() {
        return store;
    }

    @Override
    public void close() {
        store.close();
        process.ifPresent(ChildStore::close);
    }
}
