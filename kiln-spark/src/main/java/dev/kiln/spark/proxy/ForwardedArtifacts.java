package dev.kiln.spark.proxy;

import com.google.protobuf.ByteString;
import dev.kiln.protocol.AddArtifactsRequest;
import dev.kiln.protocol.AddArtifactsRequest.ArtifactChunk;
import dev.kiln.protocol.ArtifactStatusesRequest;
import dev.kiln.protocol.ArtifactStatusesResponse;
import dev.kiln.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Passes artifacts on to an engine, in the pieces in which clients send them. Thread-safe. */
final class ForwardedArtifacts implements ArtifactStore {
    private static final int CHUNK_BYTES = 32 * 1024;

    private final SparkEngineSession session;

    ForwardedArtifacts(SparkEngineSession session) {
        this.session = session;
    }

    @Override
    public void add(String name, Path content) throws IOException {
        long size = Files.size(content);
        long chunks = Math.max(1, (size + CHUNK_BYTES - 1) / CHUNK_BYTES);
        try (InputStream in = Files.newInputStream(content);
                ArtifactStream stream = ArtifactStream.open(session)) {
            if (chunks == 1) {
                stream.send(request()
                        .setBatch(AddArtifactsRequest.Batch.newBuilder()
                                .addArtifacts(AddArtifactsRequest.SingleChunkArtifact.newBuilder()
                                        .setName(name)
                                        .setData(chunk(in))))
                        .build());
            } else {
                stream.send(request()
                        .setBeginChunk(AddArtifactsRequest.BeginChunkedArtifact.newBuilder()
                                .setName(name)
                                .setTotalBytes(size)
                                .setNumChunks(chunks)
                                .setInitialChunk(chunk(in)))
                        .build());
                for (long i = 1; i < chunks; i++) {
                    stream.send(request().setChunk(chunk(in)).build());
                }
            }
            stream.finish();
        }
    }

    private AddArtifactsRequest.Builder request() {
        return AddArtifactsRequest.newBuilder()
                .setSessionId(session.id())
                .setUserContext(session.user())
                .setClientType(SparkEngineSession.CLIENT_TYPE);
    }

    private static ArtifactChunk chunk(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(CHUNK_BYTES);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return ArtifactChunk.newBuilder()
                .setData(ByteString.copyFrom(bytes))
                .setCrc(checksum.getValue())
                .build();
    }

    @Override
    public boolean exists(String name) {
        ArtifactStatusesRequest request = ArtifactStatusesRequest.newBuilder()
                .setSessionId(session.id())
                .setUserContext(session.user())
                .setClientType(SparkEngineSession.CLIENT_TYPE)
                .addNames(name)
                .build();
        return session.ask(engine -> engine.artifactStatus(request))
                .getStatusesOrDefault(name, ArtifactStatusesResponse.ArtifactStatus.getDefaultInstance())
                .getExists();
    }
}
