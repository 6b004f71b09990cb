package dev.kiln.engine.files.commit;

import dev.kiln.engine.files.commit.WriteRecord.Begun;
import dev.kiln.engine.files.commit.WriteRecord.Committed;
import dev.kiln.engine.files.commit.WriteRecord.Move;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Carries out what a {@link WriteRecord} says. Every step may have been done before. */
final class WriteSteps {
    private final Configuration hadoop;

    WriteSteps(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /** Brings a write to its end: its result is there, or nothing of it is. */
    void finish(WriteRecord write) throws IOException {
        if (write instanceof Committed committed) {
            apply(committed);
        } else if (write instanceof Begun begun) {
            discard(begun.staging());
        }
    }

    void discard(Path staging) throws IOException {
        staging.getFileSystem(hadoop).delete(staging, true);
    }

    private void apply(Committed write) throws IOException {
        FileSystem files = write.staging().getFileSystem(hadoop);
        for (Path file : write.deletions()) {
            if (!files.delete(file, false) && files.exists(file)) {
                throw new IOException("could not delete " + file);
            }
        }
        for (Path directory : write.emptied()) {
            deleteIfEmpty(files, directory);
        }
        for (Move move : write.moves()) {
            if (files.exists(move.from())) {
                files.mkdirs(move.to().getParent());
                if (!files.rename(move.from(), move.to())) {
                    throw new IOException("could not rename " + move.from() + " to " + move.to());
                }
            }
        }
        discard(write.staging());
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
