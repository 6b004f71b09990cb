package dev.kiln.engine.files.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that a write replaces, listed one by one. A directory can't stand for its files: when a commit is carried
 * out again after a crash, the directory may hold new files already.
 */
final class Replacement {
    private final FileSystem files;
    private final Set<Path> deletions = new LinkedHashSet<>();
    private final Set<Path> emptied = new LinkedHashSet<>();

    Replacement(FileSystem files) {
        this.files = files;
    }

    /** Adds what a path holds now, except what writes have staged there. */
    void add(Path path) throws IOException {
        FileStatus status;
        try {
            status = files.getFileStatus(path);
        } catch (FileNotFoundException e) {
            return;
        }
        add(status);
    }

    private void add(FileStatus status) throws IOException {
        Path path = status.getPath();
        if (!status.isDirectory()) {
            deletions.add(path);
        } else if (!Staging.isStaging(path)) {
            for (FileStatus child : files.listStatus(path)) {
                add(child);
            }
            emptied.add(path);
        }
    }

    List<Path> deletions() {
        return new ArrayList<>(deletions);
    }

    /** Inner directories come before those that hold them. */
    List<Path> emptied() {
        return new ArrayList<>(emptied);
    }
}
