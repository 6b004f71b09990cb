package dev.kiln.app;

import dev.kiln.spi.config.ConfigKey;
import java.util.List;

/** The keys of the store that sessions find as the catalog {@code store}. */
final class StoreConfig {
    static final ConfigKey<List<String>> LOCATORS = ConfigKey.list(
            "kiln.store.locators",
            "The locators of the store whose tables sessions find in the catalog store, as host:port, separated by commas."
                    + " Without any, the home has a store of its own, which is started when it is first used.");

    static final ConfigKey<Long> MEMORY = ConfigKey.size(
            "kiln.store.memory", "1g", "How much memory the tables of the home's own store take, outside of its heap.");

    static final ConfigKey<Long> HEAP =
            ConfigKey.size("kiln.store.heap", "512m", "The largest heap of the home's own store.");

    static final List<ConfigKey<?>> KEYS = List.of(LOCATORS, MEMORY, HEAP);

    private StoreConfig() {}
}
