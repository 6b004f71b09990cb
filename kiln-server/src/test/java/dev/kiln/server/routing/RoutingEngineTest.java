package dev.kiln.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.KeyValue;
import dev.kiln.protocol.SetOperation;
import dev.kiln.server.journal.JournalLimits;
import dev.kiln.server.journal.Journals;
import dev.kiln.server.journal.Plans;
import dev.kiln.server.routing.StatefulEngine.StatefulSession;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.Progress;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.UnsupportedPlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RoutingEngineTest {
    @TempDir
    Path directory;

    private final StatefulEngine embedded = new StatefulEngine("embedded", "UDF");
    private final StatefulEngine spark = new StatefulEngine("spark", "IMPOSSIBLE");
    private final StatefulEngine big = new StatefulEngine("big");
    private RoutingEngine engine;

    private RoutingEngine open(String standard) {
        return open(standard, new JournalLimits(1000, 1 << 20, 1 << 20));
    }

    private RoutingEngine open(String standard, JournalLimits limits) {
        Map<String, Engine> all = Map.of("spark", spark, "big", big);
        engine = new RoutingEngine(
                embedded,
                new NamedEngines() {
                    @Override
                    public SortedSet<String> names() {
                        return new TreeSet<>(all.keySet());
                    }

                    @Override
                    public Engine get(String name) {
                        return all.get(name);
                    }

                    @Override
                    public void close() {
                        all.values().forEach(Engine::close);
                    }
                },
                Journals.open(directory.resolve("sessions"), limits),
                standard);
        return engine;
    }

    private EngineSession session(String standard) {
        return open(standard).openSession(newIdentity());
    }

    private static SessionIdentity newIdentity() {
        return new SessionIdentity("ada", UUID.randomUUID().toString());
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
            assertThat(List.of(embedded.closed, spark.closed, big.closed)).containsOnly(true);
        }
    }

    private static Operation prepare(EngineSession session, String text) {
        Preparation preparation =
                session.prepare(new OperationRequest(UUID.randomUUID().toString(), Plans.command(text), Set.of()));
        if (preparation instanceof Preparation.Unsupported refusal) {
            throw new UnsupportedPlanException(refusal.reasons());
        }
        return ((Preparation.Ready) preparation).operation();
    }

    private static String run(EngineSession session, String text) {
        List<String> answers = new ArrayList<>();
        try (Operation operation = prepare(session, text)) {
            operation.run(response -> answers.add(
                    response.getSqlCommandResult().getRelation().getSql().getQuery()));
        }
        return String.join("\n", answers);
    }

    private static void set(EngineSession session, String key, String value) {
        session.configure(ConfigRequest.Operation.newBuilder()
                .setSet(ConfigRequest.Set.newBuilder()
                        .addPairs(KeyValue.newBuilder().setKey(key).setValue(value)))
                .build());
    }

    private static String get(EngineSession session, String key) {
        return session.configure(ConfigRequest.Operation.newBuilder()
                        .setGet(ConfigRequest.Get.newBuilder().addKeys(key))
                        .build())
                .getPairs(0)
                .getValue();
    }

    @Test
    void whatTheEmbeddedEngineRefusesGoesToSpark() {
        EngineSession session = session("auto");
        assertThat(run(session, "SELECT 1")).isEqualTo("embedded: SELECT 1");
        assertThat(spark.sessions).isEmpty();
        assertThat(run(session, "SELECT UDF")).isEqualTo("spark: SELECT UDF");
        assertThat(run(session, "SELECT UDF LATE")).isEqualTo("spark: SELECT UDF LATE");
        assertThat(run(session, "SELECT 1")).isEqualTo("embedded: SELECT 1");
        assertThat(spark.sessions).hasSize(1);
        assertThat(embedded.last().refreshed).as("Spark may have changed files").isEqualTo(2);
    }

    @Test
    void theRouteIsTold() {
        EngineSession session = session("auto");
        try (Operation refused = prepare(session, "SELECT UDF");
                Operation answered = prepare(session, "SELECT 1")) {
            assertThat(refused.description()).isEqualTo("route: spark (UDF is not supported)");
            assertThat(answered.description()).isEqualTo("route: embedded");
        }
        assertThat(explain(session, "SELECT 1")).isEqualTo("plan of embedded\n== Route ==\nembedded\n");
        assertThat(explain(session, "SELECT UDF"))
                .isEqualTo("plan of spark\n== Route ==\nspark (UDF is not supported)\n");
        set(session, "kiln.engine", "embedded");
        assertThat(explain(session, "SELECT 1")).isEqualTo("plan of embedded");
    }

    private static String explain(EngineSession session, String text) {
        return session.analyze(AnalyzePlanRequest.newBuilder()
                        .setExplain(AnalyzePlanRequest.Explain.newBuilder().setPlan(Plans.query(text)))
                        .build())
                .getExplain()
                .getExplainString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPLAIN ", "EXPLAIN EXTENDED ", "/* why */ explain -- what\n formatted\n"})
    void explanationsInSqlTellTheRouteBelowWhatTheEngineSays(String explain) {
        EngineSession session = session("auto");
        assertThat(explainText(session, explain + "SELECT 1"))
                .containsExactly("embedded: " + explain + "SELECT 1", "== Route ==\nembedded\n");
        assertThat(explainText(session, explain + "SELECT UDF"))
                .containsExactly("spark: " + explain + "SELECT UDF", "== Route ==\nspark (UDF is not supported)\n");
        set(session, "kiln.engine", "embedded");
        assertThat(run(session, explain + "SELECT 1")).isEqualTo("embedded: " + explain + "SELECT 1");
    }

    private static List<String> explainText(EngineSession session, String text) {
        List<String> rows = new ArrayList<>();
        try (Operation operation = prepare(session, text)) {
            operation.run(response -> {
                SetOperation both = response.getSqlCommandResult().getRelation().getSetOp();
                rows.add(both.getLeftInput().getSql().getQuery());
                rows.add(both.getRightInput()
                        .getProject()
                        .getExpressions(0)
                        .getAlias()
                        .getExpr()
                        .getLiteral()
                        .getString());
            });
        }
        return rows;
    }

    @Test
    void theEmbeddedEngineAloneRefusesWhatItCannot() {
        EngineSession session = session("embedded");
        assertThatThrownBy(() -> run(session, "SELECT UDF")).isInstanceOf(UnsupportedPlanException.class);
        assertThatThrownBy(() -> run(session, "SELECT UDF LATE")).isInstanceOf(UnsupportedPlanException.class);
        assertThat(spark.sessions).isEmpty();
    }

    @Test
    void theEngineIsChosenByConnectionAndByASetting() {
        EngineSession session = open("embedded").openSession(newIdentity(), Map.of("kiln.engine", "big"));
        assertThat(run(session, "SELECT 1")).isEqualTo("big: SELECT 1");
        assertThat(get(session, "kiln.engine")).isEqualTo("big");
        run(session, "SET kiln.engine=auto");
        assertThat(get(session, "kiln.engine")).isEqualTo("auto");
        assertThat(run(session, "SELECT 1")).isEqualTo("embedded: SELECT 1");
        assertThat(run(session, "SELECT UDF")).isEqualTo("spark: SELECT UDF");
        set(session, "kiln.engine", "spark");
        assertThat(run(session, "SELECT 1")).isEqualTo("spark: SELECT 1");
        session.configure(ConfigRequest.Operation.newBuilder()
                .setUnset(ConfigRequest.Unset.newBuilder().addKeys("kiln.engine"))
                .build());
        assertThat(run(session, "SELECT 1")).isEqualTo("big: SELECT 1");
    }

    @Test
    void anEngineThatDoesNotExistIsAnError() {
        String message = "There is no engine 'flink'; kiln.engine is auto, embedded or one of: big, spark.";
        EngineSession session = session("auto");
        assertThatThrownBy(() -> set(session, "kiln.engine", "flink")).hasMessage(message);
        assertThatThrownBy(() -> run(session, "SET kiln.engine=flink")).hasMessage(message);
        assertThatThrownBy(() -> engine.openSession(newIdentity(), Map.of("kiln.engine", "flink")))
                .hasMessage(message);
        assertThat(embedded.sessions.get(0).settings).isEmpty();
        assertThat(run(session, "SELECT 1")).isEqualTo("embedded: SELECT 1");
    }

    @Test
    void stateIsMadeAgainOnAnEngineThatJoins() throws IOException {
        EngineSession session = session("auto");
        run(session, "VIEW a one");
        set(session, "zone", "UTC");
        run(session, "VIEW b two");
        run(session, "SET zone=PST");
        run(session, "VIEW a three");
        run(session, "VIEW c four");
        run(session, "DROP c");
        session.artifacts().add("classes/A.class", file("code"));
        session.artifacts().add("cache/0", file("rows"));
        assertThat(run(session, "READ a UDF")).isEqualTo("spark: three");
        assertThat(spark.last().state()).isEqualTo(embedded.last().state());
        assertThat(spark.last().ran)
                .containsExactly("SET zone=UTC", "VIEW b two", "SET zone=PST", "VIEW a three", "READ a UDF");
        assertThat(spark.last().uploaded).isEqualTo(Map.of("classes/A.class", "code", "cache/0", "rows"));
        assertThat(embedded.last().uploaded).isEqualTo(Map.of("cache/0", "rows"));

        run(session, "DROP b");
        run(session, "VIEW a five");
        assertThat(run(session, "READ a UDF")).isEqualTo("spark: five");
        assertThat(spark.last().state()).isEqualTo(embedded.last().state());
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "upload", ".tmp"), content);
    }

    @Test
    void aStateChangeOnSparkIsSeenByTheEmbeddedEngine() {
        EngineSession session = session("spark");
        run(session, "VIEW a one");
        set(session, "zone", "UTC");
        assertThat(get(session, "zone")).isEqualTo("spark: UTC");
        assertThat(embedded.last().state()).isEmpty();
        set(session, "kiln.engine", "auto");
        assertThat(run(session, "READ a")).isEqualTo("embedded: one");
        assertThat(get(session, "zone")).isEqualTo("embedded: UTC");
    }

    @Test
    void anOlderMeaningNeverAnswers() {
        EngineSession session = session("auto");
        run(session, "VIEW a old");
        run(session, "VIEW over a");
        run(session, "VIEW overover over");
        run(session, "VIEW other x");
        run(session, "VIEW a UDF");
        assertThat(embedded.last().views).containsEntry("a", "old");
        assertThat(run(session, "READ a")).isEqualTo("spark: UDF");
        assertThat(run(session, "READ overover")).isEqualTo("spark: over");
        assertThat(run(session, "READ other")).isEqualTo("embedded: x");
        assertThat(run(session, "SELECT EXECUTE IMMEDIATE text")).startsWith("spark");
        set(session, "kiln.engine", "embedded");
        assertThatThrownBy(() -> run(session, "READ a"))
                .isInstanceOf(UnsupportedPlanException.class)
                .hasMessageContaining("UDF is not supported");
        set(session, "kiln.engine", "auto");

        run(session, "VIEW a new");
        assertThat(run(session, "READ a")).isEqualTo("embedded: new");
        run(session, "VIEW a UDF");
        run(session, "DROP a");
        assertThatThrownBy(() -> run(session, "READ a")).hasMessage("no view a");
        assertThat(embedded.last().views).doesNotContainKey("a");
    }

    @Test
    void namesThatOnlyTheCatalogHasAreNotDroppedTwice() {
        EngineSession session = session("auto");
        run(session, "VIEW mine 1");
        run(session, "SELECT UDF");
        embedded.last().views.put("shared", "of the catalog");
        spark.last().views.put("shared", "of the catalog");
        run(session, "DROP shared");
        run(session, "SELECT UDF");
        assertThat(spark.last().ran).doesNotContain("DROP shared");
    }

    @Test
    void aSessionGoesOnWithANewEngine() {
        EngineSession session = session("auto");
        run(session, "VIEW a UDF");
        run(session, "STREAM words UDF");
        set(session, "zone", "UTC");
        assertThat(run(session, "READ a")).isEqualTo("spark: UDF");
        assertThat(run(session, "READ words")).isEqualTo("spark: rows");
        StatefulSession first = spark.last();
        first.lost = true;
        assertThat(run(session, "SELECT 1")).isEqualTo("embedded: SELECT 1");
        assertThat(spark.sessions).hasSize(1);
        assertThat(run(session, "READ a")).isEqualTo("spark: UDF");
        assertThat(spark.sessions).hasSize(2);
        assertThat(first.closed).isTrue();
        assertThat(spark.last().state()).isEqualTo(Map.of("a", "UDF", "zone", "UTC"));
        assertThatThrownBy(() -> run(session, "READ words"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("words: the stream words cannot be made a second time");
    }

    @Test
    void whatCannotBeMadeAgainIsToldToWhomNeedsIt() {
        EngineSession session = session("auto");
        run(session, "VIEW a IMPOSSIBLE");
        run(session, "VIEW b fine");
        assertThat(run(session, "READ b UDF")).isEqualTo("spark: fine");
        assertThatThrownBy(() -> run(session, "READ a UDF"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("The engine spark does not have what this needs")
                .hasMessageContaining("a: IMPOSSIBLE is not supported");
        assertThat(run(session, "READ a")).isEqualTo("embedded: IMPOSSIBLE");
    }

    @Test
    void whatIsCachedIsCachedByAnEngineThatJoins() {
        EngineSession session = session("auto");
        persist(session, "SELECT 1");
        persist(session, "SELECT 2");
        persist(session, "SELECT 1");
        unpersist(session, "SELECT 2");
        run(session, "VIEW a x");
        run(session, "SELECT UDF");
        assertThat(spark.last().ran).containsExactly("PERSIST SELECT 1", "VIEW a x", "SELECT UDF");
        unpersist(session, "SELECT 1");
        run(session, "SELECT UDF");
        assertThat(spark.last().ran)
                .containsExactly("PERSIST SELECT 1", "VIEW a x", "SELECT UDF", "UNPERSIST SELECT 1", "SELECT UDF");
    }

    private static void persist(EngineSession session, String text) {
        session.analyze(AnalyzePlanRequest.newBuilder()
                .setPersist(AnalyzePlanRequest.Persist.newBuilder()
                        .setRelation(Plans.query(text).getRoot()))
                .build());
    }

    private static void unpersist(EngineSession session, String text) {
        session.analyze(AnalyzePlanRequest.newBuilder()
                .setUnpersist(AnalyzePlanRequest.Unpersist.newBuilder()
                        .setRelation(Plans.query(text).getRoot()))
                .build());
    }

    @Test
    void variablesHaveTheSameValueEverywhere() {
        EngineSession session = session("auto");
        run(session, "DECLARE x now");
        assertThat(run(session, "READ x UDF")).isEqualTo("spark: embedded's");
        run(session, "LET x 2");
        run(session, "LET x now UDF");
        assertThat(run(session, "READ x")).isEqualTo("embedded: spark's");
        run(session, "LET other now");
        run(session, "DECLARE x secret");
        assertThatThrownBy(() -> run(session, "READ x UDF"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("x: the value of the variable x cannot be made a second time");
        assertThat(spark.last().views).doesNotContainKey("other");
        run(session, "DROP x");
        run(session, "DECLARE x 3");
        assertThat(run(session, "READ x UDF")).isEqualTo("spark: 3");
    }

    @Test
    void ofScriptsWhatComesOfThemIsMadeAgainOrNamed() {
        EngineSession session = session("auto");
        run(session, "DECLARE x 1");
        run(session, "SCRIPT");
        assertThat(run(session, "READ x UDF")).isEqualTo("spark: scripted");
        assertThat(spark.last().settings).containsEntry("zone", "of a script");
        assertThat(spark.last().ran).doesNotContain("SCRIPT");
        assertThat(run(session, "READ made")).isEqualTo("embedded: by a script");
        assertThatThrownBy(() -> run(session, "READ made UDF"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("made: what a script has made cannot be made a second time");

        run(session, "COMPUTED");
        assertThat(run(session, "READ x")).isEqualTo("embedded: scripted");
        assertThatThrownBy(() -> run(session, "READ x UDF"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("a computed text cannot be made a second time");
    }

    @Test
    void aStartIsToldAndCanBeInterrupted() throws Exception {
        EngineSession session = session("auto");
        run(session, "SELECT UDF");
        spark.last().lost = true;
        CountDownLatch start = new CountDownLatch(1);
        try (Operation operation = prepare(session, "SELECT UDF")) {
            spark.nextStart = start;
            CompletableFuture<Throwable> end =
                    CompletableFuture.supplyAsync(() -> catchThrowable(() -> operation.run(response -> {})));
            while (operation.progress().flatMap(Progress::activity).isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(operation.progress().orElseThrow().activity()).contains("starting the engine spark");
            operation.interrupt();
            assertThat(end.get(30, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.isCancellation())
                            .isTrue());
        }
        start.countDown();
        assertThat(run(session, "SELECT UDF")).isEqualTo("spark: SELECT UDF");
        assertThat(spark.sessions).hasSize(2);
    }

    @Test
    void aStartThatFailsIsAnErrorAndTriedAgain() {
        EngineSession session = session("auto");
        spark.startFails = true;
        assertThatThrownBy(() -> run(session, "SELECT UDF")).hasMessage("it does not start");
        assertThat(run(session, "SELECT 1")).isEqualTo("embedded: SELECT 1");
        spark.startFails = false;
        assertThat(run(session, "SELECT UDF")).isEqualTo("spark: SELECT UDF");
    }

    @Test
    void aFullJournalRefusesFurtherChanges() {
        EngineSession session = open("auto", new JournalLimits(2, 1 << 20, 1)).openSession(newIdentity());
        run(session, "VIEW a 1");
        run(session, "VIEW b 2");
        assertThatThrownBy(() -> run(session, "VIEW c 3")).hasMessageContaining("journal of the session is full");
        assertThatThrownBy(() -> set(session, "zone", "UTC")).hasMessageContaining("journal of the session is full");
        assertThat(embedded.last().state()).containsOnlyKeys("a", "b");
        assertThat(run(session, "READ a")).isEqualTo("embedded: 1");
        run(session, "DROP b");
        run(session, "VIEW c 3");
        assertThat(run(session, "READ c")).isEqualTo("embedded: 3");
    }

    @Test
    void aCopyHasTheStateOnAllEngines() {
        EngineSession session = session("auto");
        run(session, "VIEW a 1");
        run(session, "VIEW b UDF");
        EngineSession copy = session.copy(newIdentity());
        run(copy, "VIEW a 2");
        assertThat(run(copy, "READ b")).isEqualTo("spark: UDF");
        assertThat(run(copy, "READ a UDF")).isEqualTo("spark: 2");
        assertThat(run(session, "READ a UDF")).isEqualTo("spark: 1");
    }

    @Test
    void changesOfManyThreadsAreMadeInTheSameOrderEverywhere() {
        EngineSession session = session("auto");
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int mine = thread;
            all.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) {
                    run(session, "VIEW v" + i % 3 + " " + mine + "." + i);
                    if (i % 10 == mine) {
                        run(session, "READ v0 UDF");
                    }
                }
            }));
        }
        all.forEach(CompletableFuture::join);
        run(session, "READ v0 UDF");
        assertThat(spark.last().state()).isEqualTo(embedded.last().state()).hasSize(3);
    }

    @Test
    void aClosedSessionLeavesNothing() {
        EngineSession session = session("auto");
        run(session, "VIEW a UDF");
        assertThat(directory.resolve("sessions")).isNotEmptyDirectory();
        session.close();
        assertThat(directory.resolve("sessions")).isEmptyDirectory();
        assertThat(List.of(embedded.last().closed, spark.last().closed)).containsOnly(true);
    }
}
