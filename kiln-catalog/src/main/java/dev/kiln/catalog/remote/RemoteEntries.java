package dev.kiln.catalog.remote;

import dev.kiln.catalog.store.Entries;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A table of a store in another process, as the running read or change of the calling thread sees it.
 *
 * @param name of the table
 * @param snapshot what the thread sees
 */
record RemoteEntries(String name, Supplier<Snapshot> snapshot) implements Entries {
    @Override
    public Optional<String> get(String key) {
        return snapshot.get().get(name, key);
    }

    @Override
    public List<String> keys() {
        // No key begins with the last of all characters.
        return keys(snapshot.get().range(name, "", "\uffff", false));
    }

    @Override
    public List<String> keysBelow(String parent) {
        return keys(snapshot.get().range(name, parent + SEPARATOR, parent + AFTER_SEPARATOR, false));
    }

    @Override
    public List<Entry> below(String parent) {
        return snapshot.get().range(name, parent + SEPARATOR, parent + AFTER_SEPARATOR, true);
    }

    @Override
    public void expect(List<String> keys) {
        snapshot.get().fetch(name, keys);
    }

    private static List<String> keys(List<Entry> entries) {
        return entries.stream().map(Entry::key).toList();
    }
}
