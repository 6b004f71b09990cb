package dev.kiln.server;

import static dev.kiln.server.ErrorAssert.assertCondition;
import static dev.kiln.server.TestServer.newId;
import static dev.kiln.server.TestServer.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.kiln.protocol.AddArtifactsRequest;
import dev.kiln.protocol.AddArtifactsRequest.ArtifactChunk;
import dev.kiln.protocol.AddArtifactsRequest.Batch;
import dev.kiln.protocol.AddArtifactsRequest.BeginChunkedArtifact;
import dev.kiln.protocol.AddArtifactsRequest.SingleChunkArtifact;
import dev.kiln.protocol.AddArtifactsResponse;
import dev.kiln.protocol.AddArtifactsResponse.ArtifactSummary;
import dev.kiln.protocol.ArtifactStatusesRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArtifactsTest {
    private final FakeEngine engine = new FakeEngine();
    private final TestServer server = new TestServer(engine, "kiln.server.artifact.maxUploadSize", "100k");
    private final List<Path> before = staged();

    @AfterEach
    void close() {
        server.close();
        assertThat(staged()).as("received files are removed").isEqualTo(before);
    }

    private static List<Path> staged() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("kiln-artifacts-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ArtifactChunk chunk(byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(data);
        return ArtifactChunk.newBuilder()
                .setData(ByteString.copyFrom(data))
                .setCrc(crc.getValue())
                .build();
    }

    private AddArtifactsRequest.Builder message() {
        return AddArtifactsRequest.newBuilder().setSessionId(server.session).setUserContext(user());
    }

    private AddArtifactsRequest batch(SingleChunkArtifact... artifacts) {
        return message()
                .setBatch(Batch.newBuilder().addAllArtifacts(List.of(artifacts)))
                .build();
    }

    private AddArtifactsRequest begin(String name, int chunks, int bytes, byte[] first) {
        return message()
                .setBeginChunk(BeginChunkedArtifact.newBuilder()
                        .setName(name)
                        .setNumChunks(chunks)
                        .setTotalBytes(bytes)
                        .setInitialChunk(chunk(first)))
                .build();
    }

    private AddArtifactsRequest more(byte[] data) {
        return message().setChunk(chunk(data)).build();
    }

    private static SingleChunkArtifact single(String name, ArtifactChunk chunk) {
        return SingleChunkArtifact.newBuilder().setName(name).setData(chunk).build();
    }

    private AddArtifactsResponse upload(AddArtifactsRequest... messages) {
        CompletableFuture<AddArtifactsResponse> answer = new CompletableFuture<>();
        StreamObserver<AddArtifactsRequest> upload = server.asyncStub().addArtifacts(new StreamObserver<>() {
            @Override
            public void onNext(AddArtifactsResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable thrown) {
                answer.completeExceptionally(thrown);
            }

            @Override
            public void onCompleted() {
                answer.completeExceptionally(new AssertionError("no answer"));
            }
        });
        Arrays.stream(messages).forEach(upload::onNext);
        upload.onCompleted();
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (StatusRuntimeException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private byte[] stored(String name) {
        return engine.sessions.get(0).stored.get(name);
    }

    @Test
    void storesSingleAndChunkedArtifacts() {
        byte[] small = {1, 2, 3};
        byte[] large = new byte[70_000];
        Arrays.fill(large, (byte) 7);
        AddArtifactsResponse response = upload(
                batch(single("jars/a.jar", chunk(small)), single("cache/abc", chunk(new byte[0]))),
                begin("files/large", 3, large.length, Arrays.copyOfRange(large, 0, 30_000)),
                more(Arrays.copyOfRange(large, 30_000, 60_000)),
                more(Arrays.copyOfRange(large, 60_000, 70_000)),
                batch(single("archives/x.zip#alias", chunk(small))));

        assertThat(response.getSessionId()).isEqualTo(server.session);
        assertThat(response.getServerSideSessionId()).isNotEmpty();
        assertThat(response.getArtifactsList())
                .extracting(ArtifactSummary::getName)
                .containsExactly("jars/a.jar", "cache/abc", "files/large", "archives/x.zip#alias");
        assertThat(response.getArtifactsList()).allMatch(ArtifactSummary::getIsCrcSuccessful);
        assertThat(stored("jars/a.jar")).isEqualTo(small);
        assertThat(stored("files/large")).isEqualTo(large);

        var statuses = server.stub()
                .artifactStatus(ArtifactStatusesRequest.newBuilder()
                        .setSessionId(server.session)
                        .setUserContext(user())
                        .addAllNames(List.of("cache/abc", "cache/def", "jars/a.jar"))
                        .build());
        assertThat(statuses.getStatusesOrThrow("cache/abc").getExists()).isTrue();
        assertThat(statuses.getStatusesOrThrow("cache/def").getExists()).isFalse();
        assertThat(statuses.getStatusesOrThrow("jars/a.jar").getExists()).isFalse();
    }

    @Test
    void discardsArtifactsWithWrongChecksums() {
        ArtifactChunk wrong = chunk(new byte[] {1}).toBuilder().setCrc(42).build();
        AddArtifactsResponse response = upload(
                batch(single("files/wrong", wrong), single("files/right", chunk(new byte[] {1}))),
                begin("files/half", 2, 2, new byte[] {1}),
                message().setChunk(wrong).build());
        assertThat(response.getArtifactsList())
                .extracting(ArtifactSummary::getIsCrcSuccessful)
                .containsExactly(false, true, false);
        assertThat(engine.sessions.get(0).stored).containsOnlyKeys("files/right");
    }

    @Test
    void refusesNamesThatLeaveTheFolder() {
        for (String name : List.of("../x", "/etc/passwd", "jars/../../x", "", " ", "a\0b")) {
            assertCondition(() -> upload(batch(single(name, chunk(new byte[1])))), "INVALID_ARTIFACT_PATH");
        }
        assertThat(engine.sessions.get(0).stored).isEmpty();
    }

    @Test
    void refusesUploadsOutOfOrder() {
        byte[] one = {1};
        List<AddArtifactsRequest[]> uploads = List.of(
                new AddArtifactsRequest[] {},
                new AddArtifactsRequest[] {more(one)},
                new AddArtifactsRequest[] {begin("files/x", 2, 2, one)},
                new AddArtifactsRequest[] {begin("files/x", 1, 1, one), more(one)},
                new AddArtifactsRequest[] {begin("files/x", 2, 2, one), batch(single("files/y", chunk(one)))},
                new AddArtifactsRequest[] {begin("files/x", 1, 2, one)},
                new AddArtifactsRequest[] {begin("files/x", 2, 1, one), more(one)},
                new AddArtifactsRequest[] {begin("files/x", 0, 1, one)},
                new AddArtifactsRequest[] {begin("files/x", 1, -5, one)},
                new AddArtifactsRequest[] {message().build()},
                new AddArtifactsRequest[] {batch(single("files/x", chunk(new byte[200_000])))});
        for (AddArtifactsRequest[] messages : uploads) {
            StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, () -> upload(messages));
            assertThat(error).as(Arrays.toString(messages)).isNotNull();
            assertThat(TestServer.errorInfo(error).getReason())
                    .isIn("java.lang.IllegalArgumentException", "java.lang.UnsupportedOperationException");
        }
        assertThat(engine.sessions).allMatch(session -> session.stored.isEmpty());
    }

    @Test
    void checksTheSessionOfAnUpload() {
        assertCondition(() -> upload(batch().toBuilder().setSessionId("abc").build()), "INVALID_HANDLE.FORMAT");
        assertCondition(
                () -> upload(batch().toBuilder()
                        .setClientObservedServerSideSessionId(newId())
                        .build()),
                "INVALID_HANDLE.SESSION_CHANGED");
    }
}
