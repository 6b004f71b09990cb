package dev.kiln.catalog.store;

import java.util.List;
import java.util.Optional;

/**
 * One ordered table of texts in a {@link CatalogStore}. Keys have several parts, so that everything below a database or a
 * table is one range. To be read within the store's reads and changes.
 */
public interface Entries {
    char SEPARATOR = '\u0000';
    char AFTER_SEPARATOR = '\u0001';

    /** @param key as {@link #key} made it */
    record Entry(String key, String text) {}

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

    Optional<String> get(String key);

    default boolean contains(String key) {
        return get(key).isPresent();
    }

    /** All keys in order. */
    List<String> keys();

    /** The keys, in order, that have {@code parent} as their leading parts and more parts after it. */
    List<String> keysBelow(String parent);

    /** The entries of {@link #keysBelow}. */
    List<Entry> below(String parent);

    default boolean hasKeysBelow(String parent) {
        return !keysBelow(parent).isEmpty();
    }

    /** These keys are going to be asked for one by one, which a store elsewhere would rather answer at once. */
    default void expect(List<String> keys) {}
}
