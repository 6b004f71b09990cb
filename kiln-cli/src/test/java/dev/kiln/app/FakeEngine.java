package dev.kiln.app;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.DataType;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.spi.ArtifactStore;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.ErrorReport;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.Progress;
import dev.kiln.spi.ResultSink;
import dev.kiln.spi.SessionIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Answers any statement with the rows (1, 'SELECT ...') and (2, NULL), except those that contain FAIL, which fail, and
 * those that contain WAIT, which go on until they are interrupted.
 */
final class FakeEngine implements Engine {
    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String sparkVersion() {
        return "4.2.0";
    }

    @Override
    public EngineSession openSession(SessionIdentity identity) {
        return new FakeSession();
    }

    @Override
    public void close() {}

    private static final class FakeSession implements EngineSession {
        @Override
        public Preparation prepare(OperationRequest request) {
            return new Preparation.Ready(new FakeOperation(request.plan()));
        }

        @Override
        public AnalyzePlanResponse analyze(AnalyzePlanRequest request) {
            return AnalyzePlanResponse.getDefaultInstance();
        }

        @Override
        public ConfigResponse configure(ConfigRequest.Operation operation) {
            return ConfigResponse.getDefaultInstance();
        }

        @Override
        public ArtifactStore artifacts() {
            throw new UnsupportedOperationException("the shell uploads nothing");
        }

        @Override
        public void close() {}
    }

    private static final class FakeOperation implements Operation {
        private final Plan plan;
        private final CountDownLatch interrupted = new CountDownLatch(1);

        FakeOperation(Plan plan) {
            this.plan = plan;
        }

        @Override
        public void run(ResultSink sink) {
            if (plan.hasCommand()) {
                sink.accept(ExecutePlanResponse.newBuilder()
                        .setSqlCommandResult(ExecutePlanResponse.SqlCommandResult.newBuilder()
                                .setRelation(plan.getCommand().getSqlCommand().getInput())));
                return;
            }
            String sql = plan.getRoot().getSql().getQuery();
            if (sql.contains("FAIL")) {
                throw failure("[PARSE_SYNTAX_ERROR] Syntax error at or near 'FAIL'.", "PARSE_SYNTAX_ERROR");
            }
            if (sql.contains("WAIT")) {
                await();
                throw failure("[OPERATION_CANCELED] Operation has been canceled.", "OPERATION_CANCELED");
            }
            answer(sql, sink);
        }

        private void await() {
            try {
                if (!interrupted.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody interrupted");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static EngineException failure(String message, String condition) {
            return new EngineException(new ErrorReport(
                    message,
                    List.of("org.apache.spark.sql.AnalysisException", "java.lang.Object"),
                    Optional.of(condition),
                    Optional.of("42601"),
                    Map.of(),
                    FetchErrorDetailsResponse.getDefaultInstance()));
        }

        private static void answer(String sql, ResultSink sink) {
            DataType.Struct struct = DataType.Struct.newBuilder()
                    .addFields(field(
                            "id",
                            DataType.newBuilder()
                                    .setLong(DataType.Long.getDefaultInstance())
                                    .build()))
                    .addFields(field(
                            "text",
                            DataType.newBuilder()
                                    .setString(DataType.String.getDefaultInstance())
                                    .build()))
                    .build();
            sink.accept(ExecutePlanResponse.newBuilder()
                    .setSchema(DataType.newBuilder().setStruct(struct)));
            sink.accept(ExecutePlanResponse.newBuilder()
                    .setArrowBatch(ExecutePlanResponse.ArrowBatch.newBuilder()
                            .setRowCount(2)
                            .setData(com.google.protobuf.ByteString.copyFrom(batch(sql)))));
        }

        private static DataType.StructField field(String name, DataType type) {
            return DataType.StructField.newBuilder()
                    .setName(name)
                    .setDataType(type)
                    .setNullable(true)
                    .build();
        }

        private static byte[] batch(String sql) {
            Schema schema = new Schema(List.of(
                    Field.nullable("id", new ArrowType.Int(64, true)),
                    Field.nullable("text", ArrowType.Utf8.INSTANCE)));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (BufferAllocator allocator = new RootAllocator();
                    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                    ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
                BigIntVector ids = (BigIntVector) root.getVector("id");
                ids.setSafe(0, 1);
                ids.setSafe(1, 2);
                ((VarCharVector) root.getVector("text")).setSafe(0, sql.getBytes(StandardCharsets.UTF_8));
                root.setRowCount(2);
                writer.writeBatch();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        @Override
        public void interrupt() {
            interrupted.countDown();
        }

        @Override
        public Optional<Progress> progress() {
            return Optional.empty();
        }

        @Override
        public String description() {
            return "fake";
        }

        @Override
        public void close() {}
    }
}
