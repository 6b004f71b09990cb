package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.KeyValue;
import dev.kiln.protocol.Relation;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.SessionIdentity;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    @TempDir
    static Path home;

    private static EmbeddedEngineFixture engine;

    @BeforeAll
    static void open() {
        engine = new EmbeddedEngineFixture(home, new FoldingRunner());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static void run(EngineSession session, String text) {
        Preparation preparation = session.prepare(
                new OperationRequest(UUID.randomUUID().toString(), EmbeddedEngineFixture.sqlCommand(text), Set.of()));
        try (Operation operation = ((Preparation.Ready) preparation).operation()) {
            operation.run(response -> {});
        }
    }

    private static void set(EngineSession session, String key, String value) {
        session.configure(ConfigRequest.Operation.newBuilder()
                .setSet(ConfigRequest.Set.newBuilder()
                        .addPairs(KeyValue.newBuilder().setKey(key).setValue(value)))
                .build());
    }

    private static String get(EngineSession session, String key) {
        return session.configure(ConfigRequest.Operation.newBuilder()
                        .setGetOption(ConfigRequest.GetOption.newBuilder().addKeys(key))
                        .build())
                .getPairs(0)
                .getValue();
    }

    @Test
    void sessionsShareTablesButNotSettingsAndViews() {
        try (EngineSession one = engine.openSession();
                EngineSession other = engine.openSession()) {
            run(one, "create table shared(a int) using parquet");
            run(one, "create temporary view own as select 1 as a");
            set(one, "some.key", "one");
            run(other, "select a from shared");
            assertThat(get(other, "some.key")).isEmpty();
            assertThatThrownBy(() -> run(other, "select a from own"))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.report().condition()).contains("TABLE_OR_VIEW_NOT_FOUND"));
            run(one, "drop table shared");
        }
    }

    @Test
    void copiesStartWithTheStateAndGoTheirOwnWay() {
        try (EngineSession one = engine.openSession()) {
            run(one, "create temporary view own as select 1 as a");
            set(one, "some.key", "before");
            try (EngineSession copy =
                    one.copy(new SessionIdentity("tester", UUID.randomUUID().toString()))) {
                set(one, "some.key", "after");
                run(one, "drop view own");
                assertThat(get(copy, "some.key")).isEqualTo("before");
                run(copy, "select a from own");
            }
        }
    }

    @Test
    void closedSessionsAreForgotten() {
        List<WeakReference<EngineSession>> closed = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            EngineSession session = engine.openSession();
            if (i % 100 == 0) {
                run(session, "create temporary view v as select " + i + " as a");
                run(session, "show views");
            }
            session.close();
            closed.add(new WeakReference<>(session));
        }
        assertThat(stillHeld(closed)).isLessThan(10);
    }

    /** Counts the references that survive a few collections. */
    private static long stillHeld(List<WeakReference<EngineSession>> references) {
        long held = references.size();
        for (int attempt = 0; attempt < 10 && held > 0; attempt++) {
            System.gc();
            held = references.stream()
                    .filter(reference -> reference.get() != null)
                    .count();
        }
        return held;
    }

    @Test
    void nothingStaysOnTheThread() {
        run(engine.session(), "show databases");
        assertThat(org.apache.spark.sql.SparkSession.getActiveSession().isEmpty())
                .isTrue();
        assertThat(org.apache.spark.TaskContext.get()).isNull();
    }

    @Test
    void interruptedOperationsAreCancelled() {
        Relation relation = EmbeddedEngineFixture.sqlRelation("values (1), (2)");
        Preparation preparation = engine.prepare(dev.kiln.protocol.Plan.newBuilder()
                .setCommand(dev.kiln.protocol.Command.newBuilder()
                        .setWriteOperation(dev.kiln.protocol.WriteOperation.newBuilder()
                                .setInput(relation)
                                .setSource("json")
                                .setPath(home.resolve("never").toString())))
                .build());
        try (Operation operation = ((Preparation.Ready) preparation).operation()) {
            operation.interrupt();
            assertThatThrownBy(() -> operation.run(response -> {})).isInstanceOfSatisfying(EngineException.class, e -> {
                assertThat(e.isCancellation()).isTrue();
                assertThat(e.report().sqlState()).contains("HY008");
            });
        }
        assertThat(home.resolve("never/_SUCCESS")).doesNotExist();
    }
}
