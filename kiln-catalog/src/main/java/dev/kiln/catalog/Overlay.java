package dev.kiln.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Changes that are not in the catalog's file yet, as one thread sees them: empty values stand for removed entries. */
final class Overlay {
    private final Map<String, NavigableMap<String, Optional<String>>> changes = new HashMap<>();

    NavigableMap<String, Optional<String>> changesOf(String entries) {
        return changes.computeIfAbsent(entries, name -> new TreeMap<>());
    }
}
