package dev.kiln.server.routing;

import dev.kiln.spi.ArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Keeps what a session uploads in its journal, for the engines that join later. The embedded engine gets the relations that
 * clients keep on the server and nothing else, because it runs no code.
 */
final class RoutedArtifacts implements ArtifactStore {
    private static final String RELATIONS = "cache/";

    private final Replicas replicas;

    RoutedArtifacts(Replicas replicas) {
        this.replicas = replicas;
    }

    @Override
    public void add(String name, Path content) throws IOException {
        Interruption none = new Interruption();
        try {
            replicas.undisturbed(none, () -> {
                Replica embedded = replicas.embedded(none);
                if (name.startsWith(RELATIONS)) {
                    addTo(embedded, name, content);
                }
                if (replicas.journal().upload(name, content)) {
                    embedded.passed(replicas.journal().last());
                }
                return true;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void addTo(Replica embedded, String name, Path content) {
        try (ArtifactCopy copy = ArtifactCopy.of(content)) {
            embedded.session().artifacts().add(name, copy.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean exists(String name) {
        return name.startsWith(RELATIONS)
                && replicas.embedded(new Interruption()).session().artifacts().exists(name);
    }
}
