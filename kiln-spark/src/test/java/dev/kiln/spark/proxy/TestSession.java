package dev.kiln.spark.proxy;

import dev.kiln.protocol.Command;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.KeyValue;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SqlCommand;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.SessionIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A session of an engine, asked in SQL. */
record TestSession(EngineSession session) implements AutoCloseable {
    static TestSession open(Engine engine) {
        return open(engine, "tester");
    }

    static TestSession open(Engine engine, String user) {
        return new TestSession(
                engine.openSession(new SessionIdentity(user, UUID.randomUUID().toString())));
    }

    static Plan query(String sql) {
        return Plan.newBuilder()
                .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql)))
                .build();
    }

    static Plan command(String sql) {
        return Plan.newBuilder()
                .setCommand(Command.newBuilder()
                        .setSqlCommand(SqlCommand.newBuilder()
                                .setInput(Relation.newBuilder()
                                        .setSql(SQL.newBuilder().setQuery(sql)))))
                .build();
    }

    Operation prepare(Plan plan) {
        Preparation preparation =
                session.prepare(new OperationRequest(UUID.randomUUID().toString(), plan, Set.of("a-tag")));
        return ((Preparation.Ready) preparation).operation();
    }

    List<ExecutePlanResponse.Builder> run(Plan plan) {
        List<ExecutePlanResponse.Builder> responses = new ArrayList<>();
        try (Operation operation = prepare(plan)) {
            operation.run(responses::add);
        }
        return responses;
    }

    long rows(String sql) {
        return run(query(sql)).stream()
                .filter(ExecutePlanResponse.Builder::hasArrowBatch)
                .mapToLong(response -> response.getArrowBatch().getRowCount())
                .sum();
    }

    void set(String key, String value) {
        session.configure(ConfigRequest.Operation.newBuilder()
                .setSet(ConfigRequest.Set.newBuilder()
                        .addPairs(KeyValue.newBuilder().setKey(key).setValue(value)))
                .build());
    }

    String get(String key) {
        return session.configure(ConfigRequest.Operation.newBuilder()
                        .setGet(ConfigRequest.Get.newBuilder().addKeys(key))
                        .build())
                .getPairs(0)
                .getValue();
    }

    @Override
    public void close() {
        session.close();
    }
}
