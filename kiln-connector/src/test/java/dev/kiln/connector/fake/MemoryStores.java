package dev.kiln.connector.fake;

import dev.kiln.connector.session.StoreOpener;
import dev.kiln.store.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stores in this process's memory, called {@code memory:name} instead of naming locators. */
public final class MemoryStores implements StoreOpener {
    private static final Map<String, MemoryStore> OPEN = new ConcurrentHashMap<>();

    @Override
    public boolean opens(Map<String, String> properties) {
        return properties.getOrDefault("kiln.store.locators", "").startsWith("memory:");
    }

    @Override
    public Store open(Map<String, String> properties) {
        return named(properties.get("kiln.store.locators"));
    }

    /** The store, to look into. */
    public static MemoryStore named(String name) {
        return OPEN.computeIfAbsent(name, unused -> new MemoryStore());
    }
}
