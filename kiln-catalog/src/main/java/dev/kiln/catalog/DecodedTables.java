package dev.kiln.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;

/**
 * The tables that were decoded last. Spark asks for a table several times per statement, and reading a schema from JSON
 * costs more than finding it. An entry is only used while the stored text is the one that it was decoded from, so
 * nothing ever has to be invalidated. Safe for use by many threads.
 */
final class DecodedTables {
    private static final int CAPACITY = 256;

    private record Decoded(String text, CatalogTable table) {}

    private final TableCodec codec;
    private final Map<String, Decoded> cache = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Decoded> eldest) {
            return size() > CAPACITY;
        }
    };

    DecodedTables(TableCodec codec) {
        this.codec = codec;
    }

    CatalogTable decode(String key, String text) {
        synchronized (cache) {
            Decoded decoded = cache.get(key);
            if (decoded != null && decoded.text().equals(text)) {
                return decoded.table();
            }
        }
        CatalogTable table = codec.decode(text);
        synchronized (cache) {
            cache.put(key, new Decoded(text, table));
        }
        return table;
    }
}
