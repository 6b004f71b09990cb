package dev.kiln.spark.distribution;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * A folder of links to jars that lie elsewhere, so that every distribution looks alike. Several processes may bring the
 * same folder up to date at the same time.
 */
final class LinkedJars {
    private LinkedJars() {}

    /**
     * Makes the folder hold links to these jars and nothing else.
     *
     * @throws SparkSetupException if that cannot be written
     */
    static void bringUpToDate(Path folder, Collection<Path> jars) {
        Map<String, Path> wanted = new HashMap<>();
        jars.forEach(jar -> wanted.putIfAbsent(jar.getFileName().toString(), jar));
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
                for (Path link : links) {
                    Path target = wanted.get(link.getFileName().toString());
                    if (target != null && pointsTo(link, target)) {
                        wanted.remove(link.getFileName().toString());
                    } else {
                        Files.deleteIfExists(link);
                    }
                }
            }
            for (Map.Entry<String, Path> missing : wanted.entrySet()) {
                link(folder.resolve(missing.getKey()), missing.getValue());
            }
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean pointsTo(Path link, Path target) throws IOException {
        try {
            return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void link(Path link, Path target) throws IOException {
        try {
            Files.createSymbolicLink(link, target);
        } catch (FileAlreadyExistsException e) {
            if (!pointsTo(link, target)) {
                throw e;
            }
        }
    }
}
