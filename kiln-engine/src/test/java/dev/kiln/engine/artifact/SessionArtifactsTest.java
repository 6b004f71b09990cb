package dev.kiln.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kiln.protocol.CachedLocalRelation;
import dev.kiln.protocol.ChunkedCachedLocalRelation;
import dev.kiln.protocol.Limit;
import dev.kiln.protocol.LocalRelation;
import dev.kiln.protocol.Relation;
import dev.kiln.spi.EngineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.spark.sql.connect.common.InvalidPlanInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionArtifactsTest {
    @TempDir
    Path directory;

    private SessionArtifacts store() {
        return new SessionArtifacts(directory.resolve("store"), 1000);
    }

    private Path content(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "upload", ".bin"), text);
    }

    @Test
    void cachedContentIsKnownUntilClosed() throws IOException {
        SessionArtifacts store = store();
        store.add("cache/abc", content("x"));
        assertThat(store.exists("cache/abc")).isTrue();
        assertThat(store.cached("abc")).contains(ByteString.copyFromUtf8("x"));
        assertThat(store.exists("cache/other")).isFalse();
        store.close();
        assertThat(directory.resolve("store")).doesNotExist();
    }

    @Test
    void otherNamesAreTakenButNotTold() throws IOException {
        SessionArtifacts store = store();
        store.add("files/a.txt", content("x"));
        assertThat(store.exists("files/a.txt")).isFalse();
        store.add("files/a.txt", content("x"));
        Path different = content("y");
        assertThatThrownBy(() -> store.add("files/a.txt", different))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.report().condition()).contains("ARTIFACT_ALREADY_EXISTS"));
        store.add("classes/A.class", content("1"));
        store.add("classes/A.class", content("2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escape", "/absolute", "cache/../../escape", ""})
    void namesCannotLeaveTheStore(String name) throws IOException {
        Path upload = content("x");
        assertThatThrownBy(() -> store().add(name, upload))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.report().condition()).contains("INVALID_ARTIFACT_PATH"));
    }

    @Test
    void theTotalSizeIsBounded() throws IOException {
        SessionArtifacts store = store();
        store.add("files/a", content("x".repeat(600)));
        Path second = content("x".repeat(600));
        assertThatThrownBy(() -> store.add("files/b", second))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("kiln.embedded.maxArtifactSize");
    }

    @Test
    void copiesHoldTheSame() throws IOException {
        SessionArtifacts store = store();
        store.add("cache/abc", content("x"));
        SessionArtifacts copy = new SessionArtifacts(directory.resolve("copy"), 1000);
        store.copyTo(copy);
        store.close();
        assertThat(copy.cached("abc")).contains(ByteString.copyFromUtf8("x"));
    }

    @Test
    void aCachedRelationIsReplacedWhereverItIs() throws IOException, InvalidPlanInput {
        SessionArtifacts store = store();
        LocalRelation local = LocalRelation.newBuilder().setSchema("a int").build();
        Path upload = Files.write(directory.resolve("upload"), local.toByteArray());
        store.add("cache/abc", upload);
        Relation cached = Relation.newBuilder()
                .setCachedLocalRelation(CachedLocalRelation.newBuilder().setHash("abc"))
                .build();
        Relation limit = Relation.newBuilder()
                .setLimit(Limit.newBuilder().setInput(cached).setLimit(1))
                .build();
        Relation inlined = new CachedRelations(store, "u", "s").inlined(limit);
        assertThat(inlined.getLimit().getInput().getLocalRelation()).isEqualTo(local);
        assertThat(inlined.getLimit().getLimit()).isEqualTo(1);
    }

    @Test
    void chunksAreJoinedIntoOneStream() throws IOException, InvalidPlanInput {
        SessionArtifacts store = new SessionArtifacts(directory.resolve("store"), 100_000);
        store.add("cache/h1", Files.write(directory.resolve("c1"), stream(1, 2)));
        store.add("cache/h2", Files.write(directory.resolve("c2"), stream(3)));
        store.add("cache/hs", content("a int"));
        Relation chunked = Relation.newBuilder()
                .setChunkedCachedLocalRelation(ChunkedCachedLocalRelation.newBuilder()
                        .addDataHashes("h1")
                        .addDataHashes("h2")
                        .setSchemaHash("hs"))
                .build();
        LocalRelation local =
                new CachedRelations(store, "u", "s").inlined(chunked).getLocalRelation();
        assertThat(local.getSchema()).isEqualTo("a int");
        assertThat(values(local.getData())).containsExactly(1, 2, 3);
    }

    private static byte[] stream(int... values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RootAllocator allocator = new RootAllocator();
                IntVector vector = new IntVector("a", allocator)) {
            vector.allocateNew(values.length);
            for (int i = 0; i < values.length; i++) {
                vector.set(i, values[i]);
            }
            vector.setValueCount(values.length);
            VectorSchemaRoot root = VectorSchemaRoot.of(vector);
            try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
                writer.writeBatch();
            }
        }
        return bytes.toByteArray();
    }

    private static List<Integer> values(ByteString stream) throws IOException {
        List<Integer> values = new java.util.ArrayList<>();
        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader =
                        new ArrowStreamReader(new ByteArrayInputStream(stream.toByteArray()), allocator)) {
            while (reader.loadNextBatch()) {
                IntVector vector = (IntVector) reader.getVectorSchemaRoot().getVector("a");
                for (int i = 0; i < vector.getValueCount(); i++) {
                    values.add(vector.get(i));
                }
            }
        }
        return values;
    }
}
