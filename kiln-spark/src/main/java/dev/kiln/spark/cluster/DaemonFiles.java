package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The daemons of this machine that were started from one home, a file each. */
public final class DaemonFiles {
    private static final String SUFFIX = ".json";

    private final ClusterDirectory directory;

    public DaemonFiles(ClusterDirectory directory) {
        this.directory = directory;
    }

    /**
     * Those that were started and not ended by Kiln, the master first, whether they still run or not.
     *
     * @throws SparkSetupException if a file cannot be read
     */
    public List<Daemon> all() {
        List<Daemon> daemons = new ArrayList<>();
        if (Files.isDirectory(directory.daemons())) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.daemons(), "*" + SUFFIX)) {
                for (Path file : files) {
                    daemons.add(DaemonJson.read(Files.readString(file)));
                }
            } catch (IOException e) {
                throw new SparkSetupException("cannot read " + directory.daemons() + ": " + e.getMessage(), e);
            }
        }
        daemons.sort(Comparator.comparing(Daemon::role)
                .thenComparing(daemon -> daemon.name().length())
                .thenComparing(Daemon::name));
        return daemons;
    }

    /** The master of this machine that runs. */
    public Optional<Daemon> runningMaster() {
        return all().stream()
                .filter(daemon -> daemon.role() == DaemonRole.MASTER)
                .filter(daemon -> daemon.process().isAlive())
                .findFirst();
    }

    void write(Daemon daemon) {
        try {
            Path written = Files.createTempFile(directory.daemons(), daemon.name(), ".new");
            Files.writeString(written, DaemonJson.write(daemon));
            Files.move(written, file(daemon.name()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + directory.daemons() + ": " + e.getMessage(), e);
        }
    }

    void remove(Daemon daemon) {
        try {
            Files.deleteIfExists(file(daemon.name()));
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + directory.daemons() + ": " + e.getMessage(), e);
        }
    }

    private Path file(String name) {
        return directory.daemons().resolve(name + SUFFIX);
    }
}
