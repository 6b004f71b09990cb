package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connector.session.Connections;
import dev.kiln.connector.session.StoreOpener;
import dev.kiln.connector.session.StoreSettings;
import dev.kiln.spi.config.Configuration;
import dev.kiln.store.StoreException;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the connector may go inside of a server. */
final class StoreGateTest {
    private static final String KEY = "kiln.store.locators";

    @TempDir
    private Path directory;

    private StoreCatalogs catalogs(String locators) {
        return new StoreCatalogs(Configuration.of(Map.of(KEY, locators), StoreConfig.KEYS), directory);
    }

    @Test
    void theConnectorAsksIt() {
        assertThat(ServiceLoader.load(StoreOpener.class)).anyMatch(StoreGate.class::isInstance);
    }

    @Test
    void onlyTheStoreOfTheServerIsReached() {
        try (StoreCatalogs catalogs = catalogs("127.0.0.1:7,127.0.0.1:8")) {
            assertThat(catalogs.isKnown("127.0.0.1:7,127.0.0.1:8")).isTrue();
            assertThat(catalogs.isKnown("127.0.0.1:9")).isFalse();
            assertThat(new StoreGate().opens(Map.of(KEY, "127.0.0.1:9"))).isTrue();
            StoreSettings elsewhere = StoreSettings.of(Map.of("locators", "127.0.0.1:9"));
            assertThatThrownBy(() -> Connections.open(elsewhere))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("the server's");
        }
        assertThat(new StoreGate().opens(Map.of(KEY, "127.0.0.1:9"))).isFalse();
    }

    @Test
    void theCatalogIsOverTheStoreThatIsConfigured() {
        try (StoreCatalogs catalogs = catalogs("one:1")) {
            assertThat(catalogs.settings("store").orElseThrow())
                    .containsEntry("spark.sql.catalog.store", "dev.kiln.connector.StoreCatalog")
                    .containsEntry("spark.sql.catalog.store.locators", "one:1");
            assertThat(catalogs.settings("other")).isEmpty();
        }
    }
}
