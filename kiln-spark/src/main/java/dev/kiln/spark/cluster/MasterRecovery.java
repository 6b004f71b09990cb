package dev.kiln.spark.cluster;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * What a master keeps on disk of its workers, applications and drivers, so that one that is started after it was killed goes
 * on with them: without it, workers end what a new master does not know. A master that is ended in order takes it along.
 */
final class MasterRecovery {
    private final Path directory;

    MasterRecovery(ClusterDirectory cluster) {
        this.directory = cluster.directory().resolve("recovery");
    }

    /** The master's settings; its directory is there afterwards, for nobody else's eyes: drivers have secrets. */
    Map<String, String> properties() {
        try {
            boolean posix =
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] owner = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];
            Files.createDirectories(directory, owner);
        } catch (IOException e) {
            throw new SparkSetupException("cannot create " + directory + ": " + e.getMessage(), e);
        }
        return Map.of(
                "spark.deploy.recoveryMode", "FILESYSTEM", "spark.deploy.recoveryDirectory", directory.toString());
    }

    /** Forgets everything. Idempotent. */
    void clear() {
        try {
            if (Files.exists(directory)) {
                MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        } catch (IOException e) {
            throw new SparkSetupException("cannot delete " + directory + ": " + e.getMessage(), e);
        }
    }
}
