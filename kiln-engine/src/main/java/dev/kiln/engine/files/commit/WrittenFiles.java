package dev.kiln.engine.files.commit;

import dev.kiln.engine.files.commit.WriteRecord.Move;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * What one task has written.
 *
 * @param moves staged files with their final places
 * @param partitions directories of the partitions that got files
 */
record WrittenFiles(List<Move> moves, Set<Path> partitions) {
    static WrittenFiles none() {
        return new WrittenFiles(new ArrayList<>(), new LinkedHashSet<>());
    }

    void add(Move move) {
        moves.add(move);
    }
}
