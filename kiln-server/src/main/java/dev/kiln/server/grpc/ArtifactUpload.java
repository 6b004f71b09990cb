package dev.kiln.server.grpc;

import static dev.kiln.server.error.Condition.INVALID_ARTIFACT_PATH;

import dev.kiln.protocol.AddArtifactsRequest;
import dev.kiln.protocol.AddArtifactsRequest.ArtifactChunk;
import dev.kiln.protocol.AddArtifactsRequest.BeginChunkedArtifact;
import dev.kiln.protocol.AddArtifactsRequest.SingleChunkArtifact;
import dev.kiln.protocol.AddArtifactsResponse.ArtifactSummary;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.spi.ArtifactStore;
import dev.kiln.spi.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The artifacts of one AddArtifacts call, received into a temporary folder and handed over when all are there. Closing
 * removes the folder. Not thread-safe.
 */
final class ArtifactUpload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactUpload.class);

    private final Path folder;
    private final long maxBytes;
    private final List<StagedArtifact> artifacts = new ArrayList<>();
    private Optional<StagedArtifact> unfinished = Optional.empty();
    private long receivedBytes;

    /** @param maxBytes of all artifacts together */
    ArtifactUpload(long maxBytes) {
        this.maxBytes = maxBytes;
        try {
            this.folder = Files.createTempDirectory("kiln-artifacts-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws EngineException if the message does not fit what came before, or a name is not allowed */
    void receive(AddArtifactsRequest message) {
        try {
            switch (message.getPayloadCase()) {
                case BATCH -> {
                    for (SingleChunkArtifact artifact : message.getBatch().getArtifactsList()) {
                        begin(artifact.getName(), 1, -1, artifact.getData());
                    }
                }
                case BEGIN_CHUNK -> {
                    BeginChunkedArtifact artifact = message.getBeginChunk();
                    begin(
                            artifact.getName(),
                            artifact.getNumChunks(),
                            artifact.getTotalBytes(),
                            artifact.getInitialChunk());
                }
                case CHUNK ->
                    write(
                            unfinished.orElseThrow(() -> outOfOrder("a chunk came without the start of its artifact")),
                            message.getChunk());
                case PAYLOAD_NOT_SET ->
                    throw FrontDoorErrors.plain(
                            ThrownAs.UNSUPPORTED_OPERATION, "A message of an artifact upload must hold data.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Hands over the artifacts with right checksums. If the store refuses one, the others are handed over all the same.
     *
     * @throws EngineException if an artifact is not complete, or the first refusal
     */
    List<ArtifactSummary> deliver(ArtifactStore store) {
        if (unfinished.isPresent()) {
            throw outOfOrder("chunks of '" + unfinished.get().name() + "' are missing");
        }
        Optional<EngineException> refusal = Optional.empty();
        for (StagedArtifact artifact : artifacts) {
            try {
                if (artifact.isIntact()) {
                    store.add(artifact.name(), artifact.file());
                }
            } catch (EngineException e) {
                refusal.ifPresentOrElse(first -> first.addSuppressed(e), () -> {});
                refusal = refusal.or(() -> Optional.of(e));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return artifacts.stream().map(StagedArtifact::summary).toList();
    }

    private void begin(String name, long chunks, long totalBytes, ArtifactChunk first) throws IOException {
        if (unfinished.isPresent()) {
            throw outOfOrder(
                    "'" + name + "' starts before all of '" + unfinished.get().name() + "' came");
        }
        requireRelative(name);
        Path file = folder.resolve(Integer.toString(artifacts.size()));
        StagedArtifact artifact = new StagedArtifact(name, file, chunks, totalBytes);
        artifacts.add(artifact);
        unfinished = Optional.of(artifact);
        write(artifact, first);
    }

    private void write(StagedArtifact artifact, ArtifactChunk chunk) throws IOException {
        receivedBytes += chunk.getData().size();
        if (receivedBytes > maxBytes) {
            throw FrontDoorErrors.plain(
                    ThrownAs.ILLEGAL_ARGUMENT,
                    "The artifacts of one upload must not be larger than " + maxBytes + " bytes together.");
        }
        artifact.write(chunk);
        if (artifact.isComplete()) {
            artifact.finish();
            unfinished = Optional.empty();
        }
    }

    private static void requireRelative(String name) {
        try {
            Path path = Path.of(name);
            boolean climbs = false;
            for (Path element : path) {
                climbs |= element.toString().equals("..");
            }
            if (!name.isBlank() && !path.isAbsolute() && !climbs) {
                return;
            }
        } catch (InvalidPathException e) {
            LOG.debug("bad artifact name", e);
        }
        throw FrontDoorErrors.of(INVALID_ARTIFACT_PATH, Map.of("name", name));
    }

    private static EngineException outOfOrder(String what) {
        return FrontDoorErrors.plain(ThrownAs.ILLEGAL_ARGUMENT, "The artifact upload is out of order: " + what + ".");
    }

    @Override
    public void close() {
        try {
            for (StagedArtifact artifact : artifacts) {
                artifact.close();
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            LOG.warn("cannot remove the received artifacts in {}", folder, e);
        }
    }
}
