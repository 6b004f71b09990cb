package dev.kiln.engine.analysis;

import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;

/** Joins what a command does to files and to the catalog. Safe for use by many threads. */
public interface CommandEffects {
    /**
     * Runs a command on the calling thread. When this returns, everything that the command did is durable; when it
     * throws, or the process dies meanwhile, nothing of it is left. A command that runs inside another is part of it.
     */
    <T> T together(Supplier<T> command);

    /** Takes all files out of directories, as a part of the command that the calling thread runs. */
    void empty(List<Path> directories);

    /** Whether the command that the calling thread runs has given up the files of a directory, which are still there. */
    boolean hasGivenUp(Path directory);
}
