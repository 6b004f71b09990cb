package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the home keeps of a standalone cluster: which daemons run on this machine, their logs, and where workers put what
 * they run.
 *
 * @param directory absolute; made when something is written
 */
public record ClusterDirectory(Path directory) {
    public ClusterDirectory {
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("the directory must be absolute: " + directory);
        }
    }

    /** Which machines there are, unless the user names another file. */
    public Path hosts() {
        return directory.resolve("hosts");
    }

    Path daemons() {
        return directory.resolve("daemons");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** Where a worker keeps the jars and logs of what it runs. */
    Path work(String worker) {
        return directory.resolve("work").resolve(worker);
    }

    /**
     * Does something that no other process does at the same time.
     *
     * @throws SparkSetupException if another process is at it, or the directory cannot be written
     */
    <T> T alone(Supplier<T> action) {
        try {
            for (Path path : List.of(directory, daemons(), logs())) {
                Files.createDirectories(path);
            }
            try (FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    throw new SparkSetupException("another 'kiln cluster' is at work in " + directory);
                }
                return action.get();
            } catch (OverlappingFileLockException e) {
                throw new SparkSetupException("another thread is at work in " + directory, e);
            }
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + directory + ": " + e.getMessage(), e);
        }
    }
}
