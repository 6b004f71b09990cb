package dev.kiln.app;

import static java.util.Objects.requireNonNull;

import dev.kiln.connector.session.StoreOpener;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import java.util.Map;
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

    /** What names Kiln's store is opened by the connector itself. */
    @Override
    public boolean opens(Map<String, String> properties) {
        StoreCatalogs catalogs = CATALOGS.get();
        return catalogs != null && !isKnown(properties, catalogs);
    }

    private static boolean isKnown(Map<String, String> properties, StoreCatalogs catalogs) {
        String asked = properties.get(LOCATORS);
        return asked != null && catalogs.known().filter(asked::equals).isPresent();
    }

    @Override
    public Store open(Map<String, String> properties) {
        if (properties.containsKey(LOCATORS)) {
            throw new StoreException(
                    StoreCondition.INVALID_OPTION,
                    "The store is the server's: the option " + LOCATORS + " cannot name another one here",
                    Map.of("option", LOCATORS));
        }
        return Stores.connect(
                ClientSettings.of(requireNonNull(CATALOGS.get(), "ended").locators()));
    }
}
