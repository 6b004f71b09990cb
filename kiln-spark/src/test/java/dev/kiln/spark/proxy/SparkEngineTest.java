package dev.kiln.spark.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.launch.SparkSettings;
import dev.kiln.spi.ArtifactStore;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.Operation;
import dev.kiln.spi.Retry;
import dev.kiln.spi.SessionIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session asks of Spark itself, as the front door would ask. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SparkEngineTest {
    @TempDir
    private static Path home;

    private static SparkEngines engine;

    /** Answers a row every now and then, for a minute. */
    private static final String SLOW =
            "SELECT id, reflect('java.lang.Thread', 'sleep', id * 0 + 100) FROM range(0, 1200, 1, 1200)";

    private final TestSession session = TestSession.open(engine);

    @BeforeAll
    static void open() {
        engine = SparkEngines.open(
                SparkSettings.of(Map.of(
                        "kiln.spark.master", "local[2]",
                        "kiln.spark.driver.memory", "768m",
                        "spark.sql.shuffle.partitions", "2")),
                home.resolve("engines"),
                BuiltInSpark.distributions());
    }

    @AfterAll
    static void close() {
        engine.close();
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void answersQueriesWithoutIdsOfItsOwn() {
        String sql = "SELECT id FROM range(100) WHERE id % 2 = 0";
        List<ExecutePlanResponse.Builder> responses = session.run(TestSession.query(sql));
        assertThat(responses).allSatisfy(response -> {
            assertThat(response.getSessionId()).isEmpty();
            assertThat(response.getServerSideSessionId()).isEmpty();
            assertThat(response.getOperationId()).isEmpty();
            assertThat(response.getResponseId()).isEmpty();
            assertThat(response.hasResultComplete()).isFalse();
        });
        assertThat(session.rows(sql)).isEqualTo(50);
        assertThat(engine.sparkVersion()).isEqualTo("4.2.0");
    }

    @Test
    void sessionsKeepWhatTheyWereTold() {
        session.set("spark.sql.session.timeZone", "Asia/Tokyo");
        session.run(TestSession.command("CREATE TEMPORARY VIEW v AS SELECT 1 AS a UNION ALL SELECT 2"));
        assertThat(session.rows("SELECT * FROM v")).isEqualTo(2);
        assertThat(session.get("spark.sql.session.timeZone")).isEqualTo("Asia/Tokyo");
        assertThat(session.get("spark.sql.shuffle.partitions")).isEqualTo("2");
        try (TestSession other = TestSession.open(engine)) {
            assertThat(other.get("spark.sql.session.timeZone")).isNotEqualTo("Asia/Tokyo");
            assertThatExceptionOfType(EngineException.class).isThrownBy(() -> other.rows("SELECT * FROM v"));
        }
    }

    @Test
    void analyzes() {
        AnalyzePlanRequest request = AnalyzePlanRequest.newBuilder()
                .setSchema(AnalyzePlanRequest.Schema.newBuilder().setPlan(TestSession.query("SELECT 1 AS a, 'x' AS b")))
                .build();
        assertThat(session.session()
                        .analyze(request)
                        .getSchema()
                        .getSchema()
                        .getStruct()
                        .getFieldsList())
                .extracting(field -> field.getName())
                .containsExactly("a", "b");
    }

    @Test
    void errorsAreSparksOwn() {
        EngineException unresolved =
                catchThrowableOfType(EngineException.class, () -> session.rows("SELECT nothing FROM range(1)"));
        assertThat(unresolved.report().condition()).contains("UNRESOLVED_COLUMN.WITH_SUGGESTION");
        assertThat(unresolved.report().sqlState()).contains("42703");
        assertThat(unresolved.report().classHierarchy())
                .startsWith("org.apache.spark.sql.catalyst.ExtendedAnalysisException")
                .endsWith("java.lang.Object");
        assertThat(unresolved.report().parameters()).containsEntry("objectName", "`nothing`");
        assertThat(unresolved.report().details().getErrors(0).getMessage()).startsWith("[UNRESOLVED_COLUMN");
        assertThat(unresolved
                        .report()
                        .details()
                        .getErrors(0)
                        .getSparkThrowable()
                        .getQueryContextsList())
                .singleElement()
                .satisfies(context -> assertThat(context.getFragment()).isEqualTo("nothing"));
        EngineException division =
                catchThrowableOfType(EngineException.class, () -> session.rows("SELECT 1 / (id - id) FROM range(3)"));
        assertThat(division.report().condition()).contains("DIVIDE_BY_ZERO");
    }

    @Test
    void artifactsArrive(@TempDir Path files) throws Exception {
        for (int size : new int[] {10, 32 * 1024, 200_001}) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            String name = "cache/"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            ArtifactStore artifacts = session.session().artifacts();
            assertThat(artifacts.exists(name)).isFalse();
            artifacts.add(name, Files.write(files.resolve("artifact"), content));
            assertThat(artifacts.exists(name)).isTrue();
        }
    }

    @Test
    void aRefusedArtifactIsAnErrorOfTheEngine(@TempDir Path files) throws IOException {
        Path content = Files.writeString(files.resolve("artifact"), "x");
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> session.session().artifacts().add("../escape", content));
    }

    @Test
    void aCopyStartsWithTheStateOfItsOriginal() {
        session.run(TestSession.command("CREATE TEMPORARY VIEW shared AS SELECT 7"));
        try (TestSession copy = new TestSession(session.session().copy(new SessionIdentity("tester", "a-copy")))) {
            assertThat(copy.rows("SELECT * FROM shared")).isEqualTo(1);
            copy.run(TestSession.command("CREATE TEMPORARY VIEW own AS SELECT 8"));
            assertThatExceptionOfType(EngineException.class).isThrownBy(() -> session.rows("SELECT * FROM own"));
        }
    }

    @Test
    void anInterruptEndsARunSoon() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Operation operation = session.prepare(TestSession.query(SLOW))) {
            CompletableFuture<Void> run =
                    CompletableFuture.runAsync(() -> operation.run(response -> begun.countDown()));
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            operation.interrupt();
            EngineException end = catchThrowableOfType(EngineException.class, () -> {
                try {
                    run.get(30, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    throw e.getCause();
                }
            });
            assertThat(end.isCancellation()).isTrue();
        }
    }

    @Test
    void aClientThatHasEnoughEndsTheRun() {
        IllegalStateException enough = new IllegalStateException("enough");
        try (Operation operation = session.prepare(TestSession.query("SELECT id FROM range(0, 3000000, 1, 100)"))) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> operation.run(response -> {
                        if (response.hasArrowBatch()) {
                            throw enough;
                        }
                    }))
                    .isSameAs(enough);
        }
        assertThat(session.rows("SELECT 1")).isEqualTo(1);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theDeathOfTheEngineIsAClearErrorAndTheNextSessionHasAnother() throws Exception {
        session.rows("SELECT 1");
        ProcessHandle driver = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
        CountDownLatch first = new CountDownLatch(1);
        CompletableFuture<EngineException> end = CompletableFuture.supplyAsync(() -> {
            try (Operation operation = session.prepare(TestSession.query(SLOW))) {
                return catchThrowableOfType(EngineException.class, () -> operation.run(response -> first.countDown()));
            }
        });
        assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
        driver.destroyForcibly();
        EngineException lost = end.get(10, TimeUnit.SECONDS);
        assertThat(lost.report().sqlState()).contains("08006");
        assertThat(lost.report().retry()).isEqualTo(Retry.AT_ONCE);
        assertThat(lost).hasMessageContaining("signal 9").hasMessageContaining("Try again");
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> session.rows("SELECT 1"))
                .withMessageContaining("Try again");
        session.close();
        try (TestSession next = TestSession.open(engine)) {
            assertThat(next.rows("SELECT 1")).isEqualTo(1);
        }
    }
}
