package dev.kiln.engine.files.commit;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.hadoop.fs.Path;

/** What the journal knows of a write that has not ended. */
sealed interface WriteRecord {
    /** The hidden directory that holds what the write has produced so far. */
    Path staging();

    /** The write has begun; nothing of it is visible, and undoing it means to remove the staging directory. */
    record Begun(Path staging) implements WriteRecord {
        public Begun {
            requireNonNull(staging, "staging");
        }
    }

    /**
     * The write puts its files in place. It counts once the catalog holds the mark of its command; until then it can be
     * undone. Every step can be repeated: files have names that no other write uses, and a step whose source is gone
     * has been done.
     *
     * @param mark under which the catalog commits the command
     * @param replaced files that the write replaces, with places in the staging directory
     * @param emptied directories to remove if that left them empty, inner ones first
     * @param moves staged files and directories with their final places
     * @param files the final places of all files of the write
     * @param created directories that were not there before, inner ones first
     */
    record Placed(
            Path staging,
            String mark,
            List<Move> replaced,
            List<Path> emptied,
            List<Move> moves,
            List<Path> files,
            List<Path> created)
            implements WriteRecord {
        public Placed {
            requireNonNull(staging, "staging");
            requireNonNull(mark, "mark");
            replaced = List.copyOf(replaced);
            emptied = List.copyOf(emptied);
            moves = List.copyOf(moves);
            files = List.copyOf(files);
            created = List.copyOf(created);
        }
    }

    /** A rename. */
    record Move(Path from, Path to) {
        public Move {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }
}
