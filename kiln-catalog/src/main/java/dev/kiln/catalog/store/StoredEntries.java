package dev.kiln.catalog.store;

import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A table of a {@link HomeStore}, whose lock guards it. A thread that defers its changes reads and writes through its
 * {@link Overlay}.
 */
final class StoredEntries implements Entries {
    private final MVMap<String, String> map;
    private final Supplier<Optional<Overlay>> overlay;

    StoredEntries(MVMap<String, String> map, Supplier<Optional<Overlay>> overlay) {
        this.map = map;
        this.overlay = overlay;
    }

    @Override
    public Optional<String> get(String key) {
        Optional<Optional<String>> changed = changes().map(changes -> changes.get(key));
        return changed.orElseGet(() -> Optional.ofNullable(map.get(key)));
    }

    @Override
    public List<String> keys() {
        return changes()
                .map(changes -> {
                    NavigableMap<String, String> all = new TreeMap<>();
                    map.keyList().forEach(key -> all.put(key, ""));
                    Overlay.apply(changes, all);
                    return List.copyOf(all.keySet());
                })
                .orElseGet(() -> List.copyOf(map.keyList()));
    }

    @Override
    public List<String> keysBelow(String parent) {
        return below(parent).stream().map(Entry::key).toList();
    }

    @Override
    public List<Entry> below(String parent) {
        return range(parent + SEPARATOR, parent + AFTER_SEPARATOR);
    }

    /** The entries from a key on and before another. */
    List<Entry> range(String first, String end) {
        NavigableMap<String, String> found = new TreeMap<>();
        Iterator<String> keys = map.keyIterator(first);
        while (keys.hasNext()) {
            String key = keys.next();
            if (key.compareTo(end) >= 0) {
                break;
            }
            found.put(key, Objects.requireNonNull(map.get(key)));
        }
        changes().ifPresent(changes -> Overlay.apply(changes.subMap(first, end), found));
        return found.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public boolean hasKeysBelow(String parent) {
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
}
