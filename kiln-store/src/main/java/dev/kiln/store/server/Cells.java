package dev.kiln.store.server;

import dev.kiln.store.wire.RecordCodec;
import java.util.Optional;
import org.apache.ignite.IgniteCache;

/** Records of one type in a cache, under a prefix. */
final class Cells<T> {
    private final IgniteCache<String, byte[]> cache;
    private final String prefix;
    private final Class<T> type;

    Cells(IgniteCache<String, byte[]> cache, String prefix, Class<T> type) {
        this.cache = cache;
        this.prefix = prefix;
        this.type = type;
    }

    Optional<T> get(Object key) {
        return Optional.ofNullable(cache.get(prefix + key)).map(bytes -> RecordCodec.read(type, bytes));
    }

    void put(Object key, T value) {
        cache.put(prefix + key, RecordCodec.write(type, value));
    }

    void remove(Object key) {
        cache.remove(prefix + key);
    }
}
