package dev.kiln.catalog.store;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Changes what is stored at once. Remembers what it replaced, so that a change whose work on files fails can be taken back.
 * Used under the store's exclusive lock.
 */
final class AppliedTransaction extends Transaction {
    private record Replaced(
            StoredEntries entries, String key, @Nullable String value) {}

    private final Deque<Replaced> replaced = new ArrayDeque<>();

    @Override
    public void put(Entries entries, String key, String value) {
        replace((StoredEntries) entries, key, value);
    }

    @Override
    public void remove(Entries entries, String key) {
        replace((StoredEntries) entries, key, null);
    }

    private void replace(StoredEntries entries, String key, @Nullable String value) {
        replaced.push(new Replaced(entries, key, entries.replace(key, value)));
    }

    /** Puts back what was replaced, last change first. */
    void undo() {
        while (!replaced.isEmpty()) {
            Replaced change = replaced.pop();
            change.entries().replace(change.key(), change.value());
        }
    }
}
