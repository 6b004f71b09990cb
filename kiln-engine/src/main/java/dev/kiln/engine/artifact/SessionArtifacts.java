package dev.kiln.engine.artifact;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.kiln.engine.error.ErrorReports;
import dev.kiln.spi.ArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkRuntimeException;
import scala.Option;
import scala.collection.immutable.Map;

/**
 * The artifacts of a session, as files of a directory of its own that goes away with the session. Bounded in total size.
 * Nothing uploaded is ever loaded or run. Safe for use by many threads.
 */
public final class SessionArtifacts implements ArtifactStore, AutoCloseable {
    private static final String CACHE = "cache/";
    private static final String CLASSES = "classes/";

    private final Path directory;
    private final long maxBytes;
    private long bytes;

    /**
     * @param directory created on first use
     * @param maxBytes the most that all artifacts together may take
     */
    public SessionArtifacts(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized void add(String name, Path content) throws IOException {
        Path target = resolve(name);
        boolean replaceable = name.startsWith(CACHE) || name.startsWith(CLASSES);
        long replaced = 0;
        if (Files.exists(target)) {
            if (Files.mismatch(target, content) == -1) {
                return;
            }
            if (!replaceable) {
                throw failure("ARTIFACT_ALREADY_EXISTS", "normalizedRemoteRelativePath", name);
            }
            replaced = Files.size(target);
        }
        long total = bytes - replaced + Files.size(content);
        if (total > maxBytes) {
            throw new IOException("the artifacts of the session would take " + total + " bytes, the limit is "
                    + maxBytes + " (kiln.embedded.maxArtifactSize)");
        }
        Files.createDirectories(target.getParent());
        Files.move(content, target, StandardCopyOption.REPLACE_EXISTING);
        bytes = total;
    }

    @Override
    public boolean exists(String name) {
        return name.startsWith(CACHE) && isInside(name) && Files.exists(directory.resolve(name));
    }

    /** The content that a client uploaded under {@code cache/<hash>}, if it is there. */
    Optional<ByteString> cached(String hash) {
        String name = CACHE + hash;
        if (!exists(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UnsafeByteOperations.unsafeWrap(Files.readAllBytes(directory.resolve(name))));
        } catch (IOException e) {
            throw new UncheckedIOException("the cached relation " + hash + " could not be read", e);
        }
    }

    /** Gives the other store a copy of every artifact. */
    public synchronized void copyTo(SessionArtifacts other) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path staged = Files.createTempFile(directory, "copy", ".tmp");
                try {
                    Files.copy(file, staged, StandardCopyOption.REPLACE_EXISTING);
                    other.add(directory.relativize(file).toString(), staged);
                } finally {
                    Files.deleteIfExists(staged);
                }
            }
        }
    }

    private Path resolve(String name) {
        if (!isInside(name)) {
            throw failure("INVALID_ARTIFACT_PATH", "name", name);
        }
        return directory.resolve(name).normalize();
    }

    private boolean isInside(String name) {
        Path relative = Path.of(name);
        Path normalized = directory.resolve(relative).normalize();
        return !name.isEmpty()
                && !relative.isAbsolute()
                && normalized.startsWith(directory)
                && !normalized.equals(directory);
    }

    private static RuntimeException failure(String condition, String parameter, String value) {
        return ErrorReports.engineException(
                new SparkRuntimeException(
                        condition, new Map.Map1<>(parameter, value), null, new QueryContext[0], Option.<String>empty()),
                ErrorReports.StackTraces.LEFT_OUT);
    }

    @Override
    public synchronized void close() {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        } catch (IOException e) {
            throw new UncheckedIOException("the artifacts of a session could not be deleted", e);
        }
        bytes = 0;
    }
}
