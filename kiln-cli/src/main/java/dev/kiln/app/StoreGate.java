package dev.kiln.app;

import static java.util.Objects.requireNonNull;

import dev.kiln.connector.session.StoreOpener;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the connector, which takes addresses from options of reads and tables as well, to the store that is Kiln's: in a
 * server, options are what users say. An application elsewhere, which holds no such catalogs, goes where it likes.
 */
public final class StoreGate implements StoreOpener {
    private static final String LOCATORS = "kiln.store.locators";

    /** Spark's front end, and so the connector, is there once in a process. */
    private static final AtomicReference<@Nullable StoreCatalogs> CATALOGS = new AtomicReference<>();

    /** Made by the connector. */
    public StoreGate() {}

    static void set(StoreCatalogs catalogs) {
        CATALOGS.set(catalogs);
    }

    static void unset(StoreCatalogs catalogs) {
        CATALOGS.compareAndSet(catalogs, null);
    }

    /** What reaches Kiln's store, if it runs. */
    static Optional<ClientSettings> running(Duration timeout) {
        return Optional.ofNullable(CATALOGS.get()).flatMap(catalogs -> catalogs.running(timeout));
    }

    /** In a server the connector knows nothing of what lets it into the store, so every way is this one. */
    @Override
    public boolean opens(Map<String, String> properties) {
        return CATALOGS.get() != null;
    }

    @Override
    public Store open(Map<String, String> properties) {
        StoreCatalogs catalogs = requireNonNull(CATALOGS.get(), "ended");
        String asked = properties.get(LOCATORS);
        if (asked != null && !catalogs.isKnown(asked)) {
            throw new StoreException(
                    StoreCondition.INVALID_OPTION,
                    "The store is the server's: the option " + LOCATORS + " cannot name another one here",
                    Map.of("option", LOCATORS));
        }
        return Stores.connect(catalogs.client(ClientSettings.timeout(properties)));
    }
}
