package dev.kiln.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Changes that become durable together, and the work on files that has to follow them. Remembers what it replaced, so
 * that a change whose work on files fails can be taken back. Used by one thread, under the store's exclusive lock.
 */
final class Transaction {
    private record Replaced(
            Entries entries, String key, @Nullable String value) {}

    private final Deque<Replaced> replaced = new ArrayDeque<>();
    private final List<FileWork> fileWork = new ArrayList<>();

    void put(Entries entries, String key, String value) {
        replaced.push(new Replaced(entries, key, entries.replace(key, value)));
    }

    void remove(Entries entries, String key) {
        replaced.push(new Replaced(entries, key, entries.replace(key, null)));
    }

    /** Work to be done once the changes are durable, and to be finished at the next start if this process dies. */
    void afterwards(FileWork work) {
        fileWork.add(work);
    }

    /** A directory is used again: what was to be deleted in it or around it is for the new user to decide. */
    void keep(Path directory) {
        fileWork.removeIf(
                work -> work.deletes().map(path -> overlap(path, directory)).orElse(false));
    }

    private static boolean overlap(Path one, Path other) {
        String first = one.toUri().getPath() + Path.SEPARATOR;
        String second = other.toUri().getPath() + Path.SEPARATOR;
        return first.startsWith(second) || second.startsWith(first);
    }

    List<FileWork> fileWork() {
        return List.copyOf(fileWork);
    }

    /** Puts back what was replaced, last change first. */
    void undo() {
        while (!replaced.isEmpty()) {
            Replaced change = replaced.pop();
            change.entries().replace(change.key(), change.value());
        }
    }
}
