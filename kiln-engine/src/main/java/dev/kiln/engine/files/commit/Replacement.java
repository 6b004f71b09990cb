package dev.kiln.engine.files.commit;

import dev.kiln.engine.files.commit.WriteRecord.Move;
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
 * The files that a write replaces, listed one by one: a directory can't stand for its files, because others may add
 * some to it meanwhile.
 */
final class Replacement {
    private final FileSystem files;
    private final Staging staging;
    private final Set<Path> replaced = new LinkedHashSet<>();
    private final Set<Path> emptied = new LinkedHashSet<>();

    Replacement(FileSystem files, Staging staging) {
        this.files = files;
        this.staging = staging;
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
            replaced.add(path);
        } else if (!Staging.isStaging(path)) {
            for (FileStatus child : files.listStatus(path)) {
                add(child);
            }
            emptied.add(path);
        }
    }

    boolean holds(Path file) {
        return replaced.contains(file);
    }

    /** Where the replaced files are kept until the write counts. */
    List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        for (Path path : replaced) {
            moves.add(new Move(path, staging.replaced(moves.size())));
        }
        return moves;
    }

    /** Inner directories come before those that hold them. */
    List<Path> emptied() {
        return new ArrayList<>(emptied);
    }
}
