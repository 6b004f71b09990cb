package dev.kiln.engine;

import dev.kiln.engine.analysis.QueryRunner;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SqlCommand;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.config.Configuration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** An engine with one session, and the requests that tests make. */
final class EmbeddedEngineFixture implements AutoCloseable {
    private final EmbeddedEngine engine;
    private final EngineSession session;

    /** The engine as servers have it. */
    EmbeddedEngineFixture(Path home) {
        this(EmbeddedEngine.open(Configuration.of(Map.of(), EngineConfig.keys()), home));
    }

    /** An engine as servers with more settings have it. */
    EmbeddedEngineFixture(Path home, Map<String, String> settings) {
        this(EmbeddedEngine.open(Configuration.of(settings, EngineConfig.keys()), home));
    }

    /** An engine whose queries run elsewhere. */
    EmbeddedEngineFixture(Path home, QueryRunner runner) {
        this(EmbeddedEngine.open(Configuration.of(Map.of(), EngineConfig.keys()), home, runner));
    }

    private EmbeddedEngineFixture(EmbeddedEngine engine) {
        this.engine = engine;
        session = openSession();
    }

    EmbeddedEngine engine() {
        return engine;
    }

    EngineSession session() {
        return session;
    }

    EngineSession openSession() {
        return engine.openSession(
                new SessionIdentity("tester", UUID.randomUUID().toString()));
    }

    static Plan sqlCommand(String text) {
        return Plan.newBuilder()
                .setCommand(Command.newBuilder()
                        .setSqlCommand(SqlCommand.newBuilder().setInput(sqlRelation(text))))
                .build();
    }

    static Relation sqlRelation(String text) {
        return Relation.newBuilder().setSql(SQL.newBuilder().setQuery(text)).build();
    }

    Preparation prepare(Plan plan) {
        return session.prepare(new OperationRequest(UUID.randomUUID().toString(), plan, Set.of()));
    }

    List<ExecutePlanResponse> run(Plan plan) {
        Preparation preparation = prepare(plan);
        if (!(preparation instanceof Preparation.Ready ready)) {
            throw new AssertionError("refused: " + preparation);
        }
        List<ExecutePlanResponse> responses = new ArrayList<>();
        try (Operation operation = ready.operation()) {
            operation.run(response -> responses.add(response.build()));
        }
        return responses;
    }

    /** Runs a SQL command and reads its result back as a client does; rows as text, columns divided by {@code |}. */
    List<String> sql(String text) {
        Relation result = run(sqlCommand(text)).stream()
                .filter(ExecutePlanResponse::hasSqlCommandResult)
                .findFirst()
                .orElseThrow()
                .getSqlCommandResult()
                .getRelation();
        return rows(run(Plan.newBuilder().setRoot(result).build()));
    }

    static List<String> rows(List<ExecutePlanResponse> responses) {
        List<String> rows = new ArrayList<>();
        for (ExecutePlanResponse response : responses) {
            if (response.hasArrowBatch()) {
                addRows(response.getArrowBatch(), rows);
            }
        }
        return rows;
    }

    private static void addRows(ExecutePlanResponse.ArrowBatch batch, List<String> rows) {
        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(
                        new ByteArrayInputStream(batch.getData().toByteArray()), allocator)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                for (int row = 0; row < root.getRowCount(); row++) {
                    int position = row;
                    rows.add(String.join(
                            "|",
                            root.getFieldVectors().stream()
                                    .map(vector -> String.valueOf(vector.getObject(position)))
                                    .toList()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        session.close();
        engine.close();
    }
}
