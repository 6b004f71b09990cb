package dev.kiln.app;

import dev.kiln.spi.config.ConfigKey;
import dev.kiln.spi.config.Configuration;
import dev.kiln.store.access.AccessSettings;
import java.util.List;
import java.util.Map;

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

    static final ConfigKey<String> TOKEN_FILE = ConfigKey.text(
            "kiln.store.tokenFile",
            "",
            "The file that holds the token of the store that the locators are of. Spark engines read it under the same path.");

    static final ConfigKey<String> TLS_TRUST = ConfigKey.text(
            "kiln.store.tls.trust",
            "",
            "The certificates that the store's members must be signed by, in PEM form; with them there is TLS.");

    static final ConfigKey<String> TLS_CERTIFICATE = ConfigKey.text(
            "kiln.store.tls.certificate",
            "",
            "Kiln's own certificate for the store, in PEM form; stores without a token ask for one.");

    static final ConfigKey<String> TLS_KEY = ConfigKey.text(
            "kiln.store.tls.key", "", "The key of that certificate, in PEM form (PKCS #8, not encrypted).");

    static final List<ConfigKey<?>> KEYS =
            List.of(LOCATORS, MEMORY, HEAP, TOKEN_FILE, TLS_TRUST, TLS_CERTIFICATE, TLS_KEY);

    /** What lets Kiln into the store that is configured. */
    static AccessSettings access(Configuration configuration) {
        return AccessSettings.of(Map.of(
                "tokenFile", configuration.get(TOKEN_FILE),
                "tls.trust", configuration.get(TLS_TRUST),
                "tls.certificate", configuration.get(TLS_CERTIFICATE),
                "tls.key", configuration.get(TLS_KEY)));
    }

    private StoreConfig() {}
}
