package dev.kiln.server.journal;

import static dev.kiln.server.error.Condition.ARTIFACT_ALREADY_EXISTS;

import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a session has uploaded, as files of a directory. Not thread-safe. */
final class KeptArtifacts {
    private final Path directory;
    private final long maxBytes;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private long bytes;
    private long made;

    /** @param directory created on first use */
    KeptArtifacts(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a file over.
     *
     * @return the name of the file in which it is kept; empty if it was there already
     * @throws dev.kiln.spi.EngineException if the name is taken by other content, as Spark does, or there is no more room
     */
    Optional<String> add(String name, Path content) throws IOException {
        Optional<Path> before = find(name);
        long replaced = 0;
        if (before.isPresent()) {
            if (Files.mismatch(before.get(), content) == -1) {
                return Optional.empty();
            }
            if (!name.startsWith("cache/") && !name.startsWith("classes/")) {
                throw FrontDoorErrors.of(ARTIFACT_ALREADY_EXISTS, Map.of("normalizedRemoteRelativePath", name));
            }
            replaced = Files.size(before.get());
        }
        long total = bytes - replaced + Files.size(content);
        if (total > maxBytes) {
            throw FrontDoorErrors.plain(
                    ThrownAs.SPARK,
                    "The artifacts of the session would take " + total + " bytes, the limit is " + maxBytes
                            + " (kiln.session.journal.maxArtifactSize).");
        }
        Files.createDirectories(directory);
        Path target = directory.resolve(Long.toString(made++));
        Files.move(content, target, StandardCopyOption.REPLACE_EXISTING);
        if (before.isPresent()) {
            Files.delete(before.get());
        }
        files.put(name, target);
        bytes = total;
        return Optional.of(target.getFileName().toString());
    }

    /** Notes what an earlier process took over. */
    void restore(String name, String file) throws IOException {
        Path kept = directory.resolve(file);
        if (Files.isRegularFile(kept)) {
            files.put(name, kept);
            bytes += Files.size(kept);
        }
        made = Math.max(made, Long.parseLong(file) + 1);
    }

    /** Everything there is, by name. */
    Map<String, Path> all() {
        return Map.copyOf(files);
    }

    /** The content of this name. */
    Optional<Path> find(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
