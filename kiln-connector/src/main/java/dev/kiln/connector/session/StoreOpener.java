package dev.kiln.connector.session;

import dev.kiln.store.Store;
import java.util.Map;

/** A way to reach a store. Found by {@link java.util.ServiceLoader}; the first that takes the properties is used. */
public interface StoreOpener {
    /** Whether the properties are meant for this way. */
    boolean opens(Map<String, String> properties);

    /**
     * Connects.
     *
     * @throws dev.kiln.store.StoreException if that fails
     */
    Store open(Map<String, String> properties);
}
