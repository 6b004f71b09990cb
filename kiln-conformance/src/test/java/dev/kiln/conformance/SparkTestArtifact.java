package dev.kiln.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files inside Spark's published test artifact of spark-sql: SQL statements, expected results, query texts, data.
 * Everything is read in place; nothing is copied into this project.
 */
public final class SparkTestArtifact implements AutoCloseable {
    private static final String MARKER = "/sql-tests/inputs/group-by.sql";

    private final FileSystem files;

    private SparkTestArtifact(FileSystem files) {
        this.files = files;
    }

    /** Opens the artifact that is on the class path. */
    public static SparkTestArtifact open() {
        URL marker = SparkTestArtifact.class.getResource(MARKER);
        if (marker == null) {
            throw new IllegalStateException("Spark's test artifact is not on the class path");
        }
        try {
            String jar = marker.toURI().toString().replaceFirst("!.*", "");
            return new SparkTestArtifact(FileSystems.newFileSystem(Path.of(URI.create(jar.substring(4))), Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean exists(String path) {
        return Files.exists(files.getPath(path));
    }

    public String text(String path) {
        try {
            return Files.readString(files.getPath(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files below a folder that end in {@code suffix}, as paths relative to the folder, sorted. */
    public List<String> list(String folder, String suffix) {
        Path root = files.getPath(folder);
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(path -> path.toString().endsWith(suffix))
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
