package dev.kiln.spark.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.protocol.Command;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Read;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.StreamingQueryCommand;
import dev.kiln.protocol.StreamingQueryInstanceId;
import dev.kiln.protocol.WriteStreamOperationStart;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.launch.SparkSettings;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.Operation;
import dev.kiln.spi.Retry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which sessions share a process of Spark, and when it ends. */
@Timeout(180)
final class SharedEnginesTest {
    @TempDir
    private Path home;

    private SparkEngines open(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kiln.spark.master", "local[1]");
        all.put("kiln.spark.driver.memory", "768m");
        return SparkEngines.open(SparkSettings.of(all), home, BuiltInSpark.distributions());
    }

    private static long drivers() {
        return ProcessHandle.current()
                .children()
                .filter(process ->
                        process.isAlive() && process.info().command().orElse("").endsWith("java"))
                .count();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void usersHaveProcessesOfTheirOwnAndNotMoreThanTheyMay() {
        try (SparkEngines engines = open(Map.of(
                        "kiln.spark.maxEnginesPerUser", "1",
                        "kiln.spark.profile.other.spark.app.name", "other"));
                TestSession ann = TestSession.open(engines, "ann");
                TestSession annToo = TestSession.open(engines, "ann");
                TestSession bob = TestSession.open(engines, "bob")) {
            ann.rows("SELECT 1");
            annToo.rows("SELECT 1");
            assertThat(drivers()).isEqualTo(1);
            bob.rows("SELECT 1");
            assertThat(drivers()).isEqualTo(2);
            try (TestSession third = TestSession.open(engines.profile("other"), "ann")) {
                EngineException refused = catchThrowableOfType(EngineException.class, () -> third.rows("SELECT 1"));
                assertThat(refused).hasMessageContaining("the user 'ann' has 1 Spark engines");
                assertThat(refused.report().sqlState()).contains("53000");
                assertThat(refused.report().retry()).isEqualTo(Retry.LATER);
            }
        }
        assertThat(drivers()).isZero();
    }

    @Test
    void anOperationIsInterruptedWhileItsEngineStarts() throws Exception {
        try (SparkEngines engines = open(Map.of("kiln.spark.shareLevel", "session"));
                TestSession session = TestSession.open(engines)) {
            try (Operation operation = session.prepare(TestSession.query("SELECT 1"))) {
                assertThat(operation.description()).isEqualTo("spark engine spark, which is not up yet");
                CompletableFuture<EngineException> end = CompletableFuture.supplyAsync(
                        () -> catchThrowableOfType(EngineException.class, () -> operation.run(response -> {})));
                await(() -> drivers() == 1);
                operation.interrupt();
                assertThat(end.get(5, TimeUnit.SECONDS).isCancellation()).isTrue();
            }
            assertThat(session.rows("SELECT 1")).isEqualTo(1);
            session.session().close();
            await(() -> drivers() == 0);
        }
    }

    @Test
    @Tag("engines")
    void sparesWaitAndIdleEnginesGoButNotUnderAStreamingQuery() throws Exception {
        try (SparkEngines engines = open(Map.of(
                        "kiln.spark.warmSpares", "1",
                        "kiln.spark.maxEngines", "2",
                        "kiln.spark.idleTimeout", "6s",
                        "kiln.spark.lease", "3s"));
                TestSession session = TestSession.open(engines)) {
            await(() -> drivers() == 1);
            StreamingQueryInstanceId query = session
                    .run(Plan.newBuilder()
                            .setCommand(Command.newBuilder()
                                    .setWriteStreamOperationStart(WriteStreamOperationStart.newBuilder()
                                            .setInput(Relation.newBuilder()
                                                    .setRead(Read.newBuilder()
                                                            .setIsStreaming(true)
                                                            .setDataSource(Read.DataSource.newBuilder()
                                                                    .setFormat("rate"))))
                                            .setFormat("noop")
                                            .setQueryName("ticks")
                                            .setProcessingTimeInterval("1 hour")))
                            .build())
                    .stream()
                    .filter(ExecutePlanResponse.Builder::hasWriteStreamOperationStartResult)
                    .map(response ->
                            response.getWriteStreamOperationStartResult().getQueryId())
                    .findFirst()
                    .orElseThrow();
            await(() -> drivers() == 2);
            // Longer than the engine would be kept without the query, which does nothing most of the time.
            long later = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            await(() -> System.nanoTime() > later);
            assertThat(session.rows("SELECT 1")).isEqualTo(1);
            session.run(Plan.newBuilder()
                    .setCommand(Command.newBuilder()
                            .setStreamingQueryCommand(StreamingQueryCommand.newBuilder()
                                    .setQueryId(query)
                                    .setStop(true)))
                    .build());
            await(() -> drivers() == 1);
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> session.rows("SELECT 1"))
                    .withMessageContaining("it was not used for some time");
        }
        assertThat(drivers()).isZero();
    }
}
