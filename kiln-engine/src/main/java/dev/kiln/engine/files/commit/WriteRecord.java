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
     * The write is decided and will be carried out to the end. Every step can be repeated: moved files have names that
     * no other write uses, and a step whose source is gone has been done.
     *
     * @param deletions files that the write replaces
     * @param emptied directories to remove if the deletions left them empty, inner ones first
     * @param moves staged files and directories with their final places
     */
    record Committed(Path staging, List<Path> deletions, List<Path> emptied, List<Move> moves) implements WriteRecord {
        public Committed {
            requireNonNull(staging, "staging");
            deletions = List.copyOf(deletions);
            emptied = List.copyOf(emptied);
            moves = List.copyOf(moves);
        }
    }

    /** A rename within one file system. */
    record Move(Path from, Path to) {
        public Move {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }
}
