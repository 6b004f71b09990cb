package dev.kiln.server;

import static dev.kiln.server.ErrorAssert.assertCondition;
import static dev.kiln.server.Eventually.eventually;
import static dev.kiln.server.TestServer.all;
import static dev.kiln.server.TestServer.batch;
import static dev.kiln.server.TestServer.chunking;
import static dev.kiln.server.TestServer.newId;
import static dev.kiln.server.TestServer.sql;
import static dev.kiln.server.TestServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.CompressionCodec;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.ExecutePlanResponse.ArrowBatch;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Plan.CompressedOperation;
import dev.kiln.protocol.Plan.CompressedOperation.OpType;
import dev.kiln.protocol.SqlCommand;
import dev.kiln.spi.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final byte[] data = new byte[10_000];
    private final CountDownLatch gate = new CountDownLatch(1);
    private final FakeEngine engine = new FakeEngine()
            .on("batch", (sink, operation) -> {
                sink.accept(batch(5, ByteString.copyFrom(data)));
                sink.accept(batch(2, 10));
            })
            .on("slow", (sink, operation) -> assertThat(gate.await(30, TimeUnit.SECONDS))
                    .isTrue());
    private Optional<TestServer> opened = Optional.empty();

    ResultsTest() {
        new Random(1).nextBytes(data);
    }

    private TestServer server(String... settings) {
        opened = Optional.of(new TestServer(engine, settings));
        return opened.get();
    }

    @AfterEach
    void close() {
        gate.countDown();
        opened.ifPresent(TestServer::close);
    }

    @Test
    void cutsBatchesForClientsThatTakePieces() {
        TestServer server = server();
        List<ArrowBatch> pieces =
                all(server.stub()
                                .executePlan(server.execute("batch")
                                        .addRequestOptions(chunking(3000))
                                        .build()))
                        .stream()
                        .map(ExecutePlanResponse::getArrowBatch)
                        .toList();
        assertThat(pieces).extracting(ArrowBatch::getChunkIndex).containsExactly(0L, 1L, 2L, 3L, 0L);
        assertThat(pieces).extracting(ArrowBatch::getNumChunksInBatch).containsExactly(4L, 4L, 4L, 4L, 1L);
        assertThat(pieces).extracting(ArrowBatch::getRowCount).containsExactly(5L, 5L, 5L, 5L, 2L);
        assertThat(pieces).extracting(ArrowBatch::getStartOffset).containsExactly(0L, 0L, 0L, 0L, 5L);
        ByteString joined = ByteString.copyFrom(
                pieces.stream().map(ArrowBatch::getData).toList().subList(0, 4));
        assertThat(joined.toByteArray()).isEqualTo(data);
    }

    @Test
    void usesItsOwnPieceSizeForOddWishes() {
        TestServer server = server("kiln.server.result.maxChunkSize", "5000");
        for (long wish : new long[] {0, 10, 5001, Long.MAX_VALUE, -1}) {
            assertThat(all(server.stub()
                            .executePlan(server.execute("batch")
                                    .addRequestOptions(chunking(wish))
                                    .build())))
                    .hasSize(3);
        }
    }

    @Test
    void sendsBatchesWholeOtherwise() {
        TestServer server = server("kiln.server.result.maxChunkSize", "5000");
        List<ExecutePlanResponse> responses =
                all(server.stub().executePlan(server.execute("batch").build()));
        assertThat(responses).hasSize(2);
        assertThat(responses.get(0).getArrowBatch().hasChunkIndex()).isFalse();
    }

    private static Plan compressed(byte[] plan, OpType type) {
        return Plan.newBuilder()
                .setCompressedOperation(CompressedOperation.newBuilder()
                        .setData(ByteString.copyFrom(Zstd.compress(plan)))
                        .setOpType(type)
                        .setCompressionCodec(CompressionCodec.COMPRESSION_CODEC_ZSTD))
                .build();
    }

    @Test
    void unpacksPlansBeforeTheEngineSeesThem() {
        TestServer server = server();
        Plan plan = sql("batch");
        Plan packed = compressed(plan.getRoot().toByteArray(), OpType.OP_TYPE_RELATION);
        String id = newId();
        var request = server.reattachable("", id).setPlan(packed).build();
        assertThat(all(server.stub().executePlan(request))).hasSize(3);
        assertThat(all(server.stub().executePlan(request))).hasSize(3);
        assertThat(engine.requests).hasSize(1);
        assertThat(engine.requests.get(0).plan()).isEqualTo(plan);

        Command command = Command.newBuilder()
                .setSqlCommand(SqlCommand.newBuilder().setInput(sql("x").getRoot()))
                .build();
        all(server.stub()
                .executePlan(server.execute("")
                        .setPlan(compressed(command.toByteArray(), OpType.OP_TYPE_COMMAND))
                        .build()));
        assertThat(engine.requests.get(1).plan().getCommand()).isEqualTo(command);

        server.stub()
                .analyzePlan(AnalyzePlanRequest.newBuilder()
                        .setSessionId(server.session)
                        .setUserContext(user())
                        .setSameSemantics(AnalyzePlanRequest.SameSemantics.newBuilder()
                                .setTargetPlan(packed)
                                .setOtherPlan(packed))
                        .build());
        assertThat(engine.analyzed.get(0).getSameSemantics().getTargetPlan()).isEqualTo(plan);
        assertThat(engine.analyzed.get(0).getSameSemantics().getOtherPlan()).isEqualTo(plan);
    }

    @Test
    void refusesPlansThatItCannotUnpack() {
        TestServer server = server("kiln.server.plan.maxSize", "1m");
        byte[] relation = sql("batch").getRoot().toByteArray();
        Plan bomb = compressed(new byte[64 << 20], OpType.OP_TYPE_RELATION);
        Plan noType = compressed(relation, OpType.OP_TYPE_UNSPECIFIED);
        Plan noRelation =
                compressed("no message".getBytes(java.nio.charset.StandardCharsets.UTF_8), OpType.OP_TYPE_RELATION);
        Plan cut = Plan.newBuilder()
                .setCompressedOperation(noType.getCompressedOperation().toBuilder()
                        .setOpType(OpType.OP_TYPE_RELATION)
                        .setData(noType.getCompressedOperation().getData().substring(0, 5)))
                .build();
        Plan noCodec = Plan.newBuilder()
                .setCompressedOperation(cut.getCompressedOperation().toBuilder().clearCompressionCodec())
                .build();

        assertCondition(() -> execute(server, bomb), "CONNECT_INVALID_PLAN.PLAN_SIZE_LARGER_THAN_MAX");
        for (Plan plan : List.of(noType, noRelation, cut, noCodec)) {
            assertCondition(() -> execute(server, plan), "CONNECT_INVALID_PLAN.CANNOT_PARSE");
        }
        assertCondition(
                () -> execute(server, Plan.getDefaultInstance()), "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET");
        assertThat(engine.requests).isEmpty();
    }

    private static void execute(TestServer server, Plan plan) {
        all(server.stub().executePlan(server.execute("").setPlan(plan).build()));
    }

    @Test
    void tellsProgressWhenItChanges() throws Exception {
        TestServer server = server("kiln.server.progressInterval", "5ms");
        var stream =
                server.stub().executePlan(server.reattachable("slow", newId()).build());
        eventually("the operation runs", () -> !engine.operations.isEmpty());
        engine.operation(0).progress = Optional.of(new Progress(0.25, 10));
        assertThat(stream.next().getExecutionProgress()).satisfies(progress -> {
            assertThat(progress.getNumInflightTasks()).isEqualTo(1);
            assertThat(progress.getStages(0).getNumTasks()).isEqualTo(100);
            assertThat(progress.getStages(0).getNumCompletedTasks()).isEqualTo(25);
            assertThat(progress.getStages(0).getDone()).isFalse();
        });
        engine.operation(0).progress = Optional.of(new Progress(1, 40));
        assertThat(stream.next().getExecutionProgress().getStages(0).getDone()).isTrue();
        gate.countDown();
        assertThat(all(stream)).hasSize(1).allMatch(ExecutePlanResponse::hasResultComplete);
    }

    @Test
    void tellsKilnsOwnClientWhatItWaitsForAndWhoHasAnswered() throws Exception {
        TestServer server = server("kiln.server.progressInterval", "5ms");
        var own = server.stub()
                .executePlan(server.reattachable("slow", newId())
                        .setClientType("kiln-sql")
                        .build());
        eventually("the operation runs", () -> !engine.operations.isEmpty());
        engine.operation(0).progress = Optional.of(new Progress(0, 0, Optional.of("starting")));
        assertThat(own.next().hasExecutionProgress()).isTrue();
        assertThat(announced(own.next(), "activity")).isEqualTo("starting");
        engine.operation(0).progress = Optional.empty();
        gate.countDown();
        List<ExecutePlanResponse> rest = all(own);
        assertThat(announced(rest.get(0), "route")).isEqualTo("fake");
        assertThat(rest).hasSize(2).last().matches(ExecutePlanResponse::hasResultComplete);
    }

    private static String announced(ExecutePlanResponse response, String key) throws Exception {
        return response.getExtension()
                .unpack(Struct.class)
                .getFieldsOrThrow(key)
                .getStringValue();
    }
}
