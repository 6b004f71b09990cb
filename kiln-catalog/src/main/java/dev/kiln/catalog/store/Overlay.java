package dev.kiln.catalog.store;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Changes that are not in the catalog's file yet, as one thread sees them: empty values stand for removed entries. */
public final class Overlay {
    private final Map<String, NavigableMap<String, Optional<String>>> changes = new HashMap<>();

    /** Those of one table; may be added to. */
    public NavigableMap<String, Optional<String>> changesOf(String entries) {
        return changes.computeIfAbsent(entries, name -> new TreeMap<>());
    }

    /** Hands over all changes, table by table. */
    public void forEach(BiConsumer<String, NavigableMap<String, Optional<String>>> consumer) {
        changes.forEach(consumer);
    }

    /** Changes a range of entries as it will be. */
    public static void apply(Map<String, Optional<String>> changes, Map<String, String> entries) {
        changes.forEach(
                (key, value) -> value.ifPresentOrElse(text -> entries.put(key, text), () -> entries.remove(key)));
    }
}
