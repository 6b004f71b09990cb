package dev.kiln.server.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A second name of a file, for a store that moves what it is given. Closing removes what was not moved. */
final class ArtifactCopy implements AutoCloseable {
    private final Path path;

    private ArtifactCopy(Path path) {
        this.path = path;
    }

    static ArtifactCopy of(Path content) throws IOException {
        Path path = content.resolveSibling(content.getFileName() + "-" + UUID.randomUUID());
        try {
            Files.createLink(path, content);
        } catch (IOException | UnsupportedOperationException e) {
            // Not every file system has links.
            Files.copy(content, path);
        }
        return new ArtifactCopy(path);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
