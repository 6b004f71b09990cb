package dev.kiln.catalog.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Changes that become durable together, and the work on files that has to follow them. Used by one thread. */
public abstract class Transaction {
    private final List<FileWork> fileWork = new ArrayList<>();

    public abstract void put(Entries entries, String key, String value);

    public abstract void remove(Entries entries, String key);

    /** Work to be done once the changes are durable, and to be finished later if the process dies that does it. */
    public final void afterwards(FileWork work) {
        fileWork.add(work);
    }

    /** A directory is used again: what was to be deleted in it or around it is for the new user to decide. */
    public final void keep(Path directory) {
        fileWork.removeIf(
                work -> work.deletes().map(path -> overlap(path, directory)).orElse(false));
    }

    private static boolean overlap(Path one, Path other) {
        String first = one.toUri().getPath() + Path.SEPARATOR;
        String second = other.toUri().getPath() + Path.SEPARATOR;
        return first.startsWith(second) || second.startsWith(first);
    }

    public final List<FileWork> fileWork() {
        return List.copyOf(fileWork);
    }
}
