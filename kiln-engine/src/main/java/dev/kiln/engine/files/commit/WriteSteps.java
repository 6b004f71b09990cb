package dev.kiln.engine.files.commit;

import dev.kiln.engine.files.commit.WriteRecord.Move;
import dev.kiln.engine.files.commit.WriteRecord.Placed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Carries out or takes back what a {@link WriteRecord} says. Every step may have been done before. */
final class WriteSteps {
    private final Configuration hadoop;

    WriteSteps(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /** Puts the files of a write in place of those that it replaces. */
    void apply(Placed write) throws IOException {
        FileSystem files = write.staging().getFileSystem(hadoop);
        moveAll(files, write.replaced());
        for (Path directory : write.emptied()) {
            deleteIfEmpty(files, directory);
        }
        moveAll(files, write.moves());
    }

    /** Takes back as much of {@link #apply} as was done, and what the write staged. */
    void undo(WriteRecord write) throws IOException {
        if (write instanceof Placed placed) {
            FileSystem files = placed.staging().getFileSystem(hadoop);
            for (Path file : placed.files()) {
                if (!files.delete(file, false) && files.exists(file)) {
                    throw new IOException("could not delete " + file);
                }
            }
            for (Path directory : placed.created()) {
                deleteIfEmpty(files, directory);
            }
            for (Path directory : placed.emptied()) {
                files.mkdirs(directory);
            }
            moveAll(
                    files,
                    placed.replaced().stream()
                            .map(move -> new Move(move.to(), move.from()))
                            .toList());
        }
        discard(write.staging());
    }

    /** Removes what a write has staged or replaced. */
    void discard(Path staging) throws IOException {
        staging.getFileSystem(hadoop).delete(staging, true);
    }

    private static void moveAll(FileSystem files, List<Move> moves) throws IOException {
        for (Move move : moves) {
            if (files.exists(move.from())) {
                files.mkdirs(move.to().getParent());
                if (!files.rename(move.from(), move.to())) {
                    throw new IOException("could not rename " + move.from() + " to " + move.to());
                }
            }
        }
    }

    private static void deleteIfEmpty(FileSystem files, Path directory) throws IOException {
        try {
            if (files.listStatus(directory).length == 0) {
                files.delete(directory, false);
            }
        } catch (FileNotFoundException e) {
            // done before
        }
    }
}
