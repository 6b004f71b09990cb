package dev.kiln.engine.files.commit;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The hidden directory of a write, in the output directory or, while there is none, in its nearest ancestor. Files for
 * the output directory are staged at their relative paths, others under random names.
 */
final class Staging {
    private static final String PREFIX = ".kiln-staging-";

    private final Path root;

    private Staging(Path root) {
        this.root = root;
    }

    static Staging forOutput(FileSystem files, Path output, String jobId) throws IOException {
        Path parent = output;
        while (parent.getParent() != null && !files.exists(parent)) {
            parent = parent.getParent();
        }
        return new Staging(new Path(parent, PREFIX + jobId));
    }

    /** Whether a directory is one that a write stages in. */
    static boolean isStaging(Path path) {
        return path.getName().startsWith(PREFIX);
    }

    Path root() {
        return root;
    }

    /** Stands for the output directory. */
    Path output() {
        return new Path(root, "output");
    }

    /** A place for a file that the write replaces. */
    Path replaced(int number) {
        return new Path(new Path(root, "replaced"), Integer.toString(number));
    }

    /** A place for a file that will leave the output directory. */
    Path elsewhere(String fileName) {
        return new Path(new Path(root, "elsewhere"), UUID.randomUUID() + "-" + fileName);
    }
}
