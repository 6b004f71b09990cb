package dev.kiln.store.client;

import dev.kiln.store.Store;
import dev.kiln.store.StoreException;

/** The entrance to a store. */
public final class Stores {
    private Stores() {}

    /**
     * Connects to a store. Close what is returned.
     *
     * @throws StoreException {@code UNAVAILABLE} if no locator can be reached in time
     */
    public static Store connect(ClientSettings settings) {
        return ThinStore.connect(settings);
    }

    /**
     * How a store is.
     *
     * @throws StoreException {@code UNAVAILABLE} if no locator can be reached in time
     */
    public static StoreReport report(ClientSettings settings) {
        try (Ring ring = new Ring(settings)) {
            return new Reporter(ring).report();
        }
    }
}
