package dev.kiln.catalog;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * One ordered table of texts in the {@link CatalogStore}. Keys have several parts, so that everything below a database
 * or a table is one range. Reads and writes happen under the store's lock.
 */
final class Entries {
    private static final char SEPARATOR = '\u0000';
    private static final char AFTER_SEPARATOR = '\u0001';

    private final MVMap<String, String> map;

    Entries(MVMap<String, String> map) {
        this.map = map;
    }

    static String key(String... parts) {
        for (String part : parts) {
            if (part.indexOf(SEPARATOR) >= 0) {
                throw new IllegalArgumentException("a name must not contain the character U+0000");
            }
        }
        return String.join(String.valueOf(SEPARATOR), parts);
    }

    /** The last part of a key. */
    static String lastPart(String key) {
        return key.substring(key.lastIndexOf(SEPARATOR) + 1);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(map.get(key));
    }

    boolean contains(String key) {
        return map.containsKey(key);
    }

    /** All keys in order. */
    List<String> keys() {
        return List.copyOf(map.keyList());
    }

    /** The keys, in order, that have {@code parent} as their leading parts and more parts after it. */
    List<String> keysBelow(String parent) {
        String first = parent + SEPARATOR;
        String end = parent + AFTER_SEPARATOR;
        List<String> keys = new ArrayList<>();
        Iterator<String> cursor = map.keyIterator(first);
        while (cursor.hasNext()) {
            String key = cursor.next();
            if (key.compareTo(end) >= 0) {
                break;
            }
            keys.add(key);
        }
        return keys;
    }

    boolean hasKeysBelow(String parent) {
        String next = map.ceilingKey(parent + SEPARATOR);
        return next != null && next.compareTo(parent + AFTER_SEPARATOR) < 0;
    }

    /** Sets or, for null, removes an entry and returns what was there. */
    @Nullable
    String replace(String key, @Nullable String value) {
        Objects.requireNonNull(key, "key");
        return value == null ? map.remove(key) : map.put(key, value);
    }
}
