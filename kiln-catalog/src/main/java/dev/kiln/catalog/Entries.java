package dev.kiln.catalog;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * One ordered table of texts in the {@link CatalogStore}. Keys have several parts, so that everything below a database
 * or a table is one range. Reads and writes happen under the store's lock. A thread that defers its changes reads and
 * writes through its {@link Overlay}.
 */
final class Entries {
    private static final char SEPARATOR = '\u0000';
    private static final char AFTER_SEPARATOR = '\u0001';

    private final MVMap<String, String> map;
    private final Supplier<Optional<Overlay>> overlay;

    Entries(MVMap<String, String> map, Supplier<Optional<Overlay>> overlay) {
        this.map = map;
        this.overlay = overlay;
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
        Optional<Optional<String>> changed = changes().map(changes -> changes.get(key));
        return changed.orElseGet(() -> Optional.ofNullable(map.get(key)));
    }

    boolean contains(String key) {
        return get(key).isPresent();
    }

    /** All keys in order. */
    List<String> keys() {
        return changes().map(changes -> merged(map.keyList(), changes)).orElseGet(() -> List.copyOf(map.keyList()));
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
        return changes()
                .map(changes -> merged(keys, changes.subMap(first, end)))
                .orElse(keys);
    }

    boolean hasKeysBelow(String parent) {
        if (changes().isPresent()) {
            return !keysBelow(parent).isEmpty();
        }
        String next = map.ceilingKey(parent + SEPARATOR);
        return next != null && next.compareTo(parent + AFTER_SEPARATOR) < 0;
    }

    /** Sets or, for null, removes an entry and returns what was there. */
    @Nullable
    String replace(String key, @Nullable String value) {
        Objects.requireNonNull(key, "key");
        Optional<NavigableMap<String, Optional<String>>> changes = changes();
        if (changes.isPresent()) {
            Optional<String> before = get(key);
            changes.get().put(key, Optional.ofNullable(value));
            return before.orElse(null);
        }
        return value == null ? map.remove(key) : map.put(key, value);
    }

    private Optional<NavigableMap<String, Optional<String>>> changes() {
        return overlay.get().map(changes -> changes.changesOf(map.getName()));
    }

    private static List<String> merged(List<String> stored, Map<String, Optional<String>> changes) {
        TreeSet<String> keys = new TreeSet<>(stored);
        changes.forEach((key, value) -> {
            if (value.isPresent()) {
                keys.add(key);
            } else {
                keys.remove(key);
            }
        });
        return List.copyOf(keys);
    }
}
