package dev.kiln.server.grpc;

import dev.kiln.protocol.AddArtifactsRequest.ArtifactChunk;
import dev.kiln.protocol.AddArtifactsResponse.ArtifactSummary;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** An artifact while it is being received into a file of its own. Not thread-safe. */
final class StagedArtifact implements AutoCloseable {
    private final String name;
    private final Path file;
    private final OutputStream output;
    private final long totalBytes;
    private long missingChunks;
    private long missingBytes;
    private boolean intact = true;

    /** @param totalBytes what the client announced, or -1 if it did not */
    StagedArtifact(String name, Path file, long chunks, long totalBytes) throws IOException {
        if (chunks < 1 || totalBytes < -1) {
            throw FrontDoorErrors.plain(
                    ThrownAs.ILLEGAL_ARGUMENT,
                    "The artifact '" + name + "' cannot have " + chunks + " chunks and " + totalBytes + " bytes.");
        }
        this.name = name;
        this.file = file;
        this.missingChunks = chunks;
        this.totalBytes = totalBytes;
        this.missingBytes = totalBytes;
        this.output = Files.newOutputStream(file);
    }

    /** @throws dev.kiln.spi.EngineException if the client sends more than it announced */
    void write(ArtifactChunk chunk) throws IOException {
        missingChunks--;
        missingBytes -= chunk.getData().size();
        if (missingChunks < 0 || totalBytes >= 0 && missingBytes < 0) {
            throw FrontDoorErrors.plain(
                    ThrownAs.ILLEGAL_ARGUMENT, "The artifact '" + name + "' has more data than was announced.");
        }
        CRC32 crc = new CRC32();
        chunk.getData().asReadOnlyByteBufferList().forEach(crc::update);
        intact &= crc.getValue() == chunk.getCrc();
        chunk.getData().writeTo(output);
    }

    boolean isComplete() {
        return missingChunks == 0;
    }

    /** @throws dev.kiln.spi.EngineException if data is missing */
    void finish() throws IOException {
        if (missingChunks > 0 || totalBytes >= 0 && missingBytes > 0) {
            throw FrontDoorErrors.plain(
                    ThrownAs.ILLEGAL_ARGUMENT, "The artifact '" + name + "' has less data than was announced.");
        }
        output.close();
    }

    String name() {
        return name;
    }

    Path file() {
        return file;
    }

    /** Whether all checksums were right. */
    boolean isIntact() {
        return intact;
    }

    ArtifactSummary summary() {
        return ArtifactSummary.newBuilder()
                .setName(name)
                .setIsCrcSuccessful(intact)
                .build();
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
