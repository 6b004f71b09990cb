package dev.kiln.app;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where Kiln keeps everything: configuration, catalog, warehouse, logs and temporary files.
 *
 * <p>The directories are for their owner alone, because queries of all sessions spill into them.
 *
 * @param directory absolute
 */
public record Home(Path directory) {
    public Home {
        requireNonNull(directory, "directory");
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("a home must be absolute: " + directory);
        }
    }

    /** The home that the user asked for, else {@code KILN_HOME}, else {@code ~/.kiln}. Creates nothing. */
    public static Home locate(Optional<Path> requested, Map<String, String> environment) {
        Path directory = requested.orElseGet(() -> {
            String fromEnvironment = environment.getOrDefault("KILN_HOME", "");
            return fromEnvironment.isBlank()
                    ? Path.of(System.getProperty("user.home"), ".kiln")
                    : Path.of(fromEnvironment);
        });
        return new Home(directory.toAbsolutePath().normalize());
    }

    public Path configurationFile() {
        return directory.resolve("kiln.conf");
    }

    public Path logs() {
        return directory.resolve("logs");
    }

    /** What is known of Spark distributions and of engines that run on them. */
    public Path engines() {
        return directory.resolve("engines");
    }

    /** Where tables lie unless they say otherwise. */
    public Path warehouse() {
        return directory.resolve("warehouse");
    }

    /** What the home's own store keeps. */
    public Path store() {
        return directory.resolve("store");
    }

    /** What sessions have done, as long as they are open. */
    public Path sessions() {
        return directory.resolve("sessions");
    }

    /** What is known of the standalone cluster that is started from this home. */
    public Path cluster() {
        return directory.resolve("cluster");
    }

    /** What was submitted from this home, and what became of it. */
    public Path applications() {
        return directory.resolve("applications");
    }

    public Path lockFile() {
        return directory.resolve("kiln.lock");
    }

    /** For files that nobody needs after the process has ended. */
    public Path temporary() {
        return directory.resolve("tmp");
    }

    /**
     * The file of statements that the shell remembers. Made when missing, for the owner alone: statements hold secrets.
     *
     * @throws UserException if it cannot be made
     */
    public Path history() {
        Path file = directory.resolve("history");
        try {
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
            if (isPosix(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new UserException("the history " + file + " cannot be written: " + reason(e), e);
        }
        return file;
    }

    /**
     * Makes the directories that are missing.
     *
     * @throws UserException if the home cannot be created or written
     */
    public void create() {
        for (Path path : List.of(directory, logs())) {
            createPrivate(path);
        }
        if (!Files.isWritable(directory)) {
            throw new UserException("the home " + directory + " is not writable");
        }
    }

    private void createPrivate(Path path) {
        if (Files.isDirectory(path)) {
            return;
        }
        try {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            if (isPosix(path)) {
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(path);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw new UserException(
                        "the home " + directory + " cannot be used: " + path + " is not a directory", e);
            }
        } catch (IOException e) {
            throw new UserException("the home " + directory + " cannot be created: " + reason(e), e);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }
}
