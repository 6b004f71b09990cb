package dev.kiln.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.application.MiniYarn;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spark.yarn.YarnCommandLine;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines of Spark 3.5 on YARN. */
@Tag("engines")
@Timeout(300)
final class YarnEnginesTest {
    @TempDir
    private static Path directory;

    private static MiniYarn yarn;

    @TempDir
    private Path home;

    @BeforeAll
    static void startYarn() throws Exception {
        assumeTrue(MiniYarn.isFetched(), "fetch YARN: mvn -f kiln-spark/src/test/yarn/pom.xml package");
        yarn = MiniYarn.start(directory);
    }

    @AfterAll
    static void stopYarn() throws Exception {
        if (yarn != null) {
            yarn.close();
        }
    }

    private Engines engines() {
        Distributions distributions = new Distributions(
                home, List.of(), Map.of("SPARK_HOME", MiniYarn.spark().home().toString()));
        return Engines.open(home, distributions, SparkSettings.of(Map.of()));
    }

    private static Map<String, String> settings(String deployMode, Map<String, String> more) {
        Map<String, String> settings = yarn.settings(deployMode);
        settings.putAll(more);
        return settings;
    }

    private static EngineProfile profile(String deployMode, Map<String, String> more) {
        return SparkSettings.profile(settings(deployMode, more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "cluster"})
    void anEngineLivesAsLongAsItIsWantedAndAsksForItsToken(String deployMode) throws Exception {
        ProcessHandle driver;
        try (Engines engines = engines()) {
            long begin = System.nanoTime();
            RunningEngine engine = engines.launch(profile(deployMode, Map.of()));
            System.out.printf("yarn %s: %d ms%n", deployMode, (System.nanoTime() - begin) / 1_000_000);
            driver = ProcessHandle.of(engine.report().pid()).orElseThrow();
            assertThat(engine.report().application()).startsWith("application_");
            assertThat(engine.report().sparkVersion()).isEqualTo("3.5.5");
            assertThat(engine.report().host()).isIn("127.0.0.1", "localhost");
            assertThat(ConnectProbe.ask(engine, engine.token())).isEqualTo(Status.Code.OK);
            assertThat(ConnectProbe.ask(engine, "guess")).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(running()).contains(engine.report().application());
        }
        assertThat(driver.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        assertNothingRuns();
    }

    @Test
    void anEngineThatWasToldToEndHasSucceeded() throws Exception {
        String application;
        try (Engines engines = engines()) {
            application = engines.launch(profile("cluster", Map.of())).report().application();
        }
        assertThat(yarn().application("-status", application)).contains("Final-State : SUCCEEDED");
    }

    @Test
    void theDeathOfADriverThereIsSeen() throws Exception {
        try (Engines engines = engines()) {
            RunningEngine engine = engines.launch(profile("cluster", Map.of()));
            ProcessHandle.of(engine.report().pid()).orElseThrow().destroyForcibly();
            assertThat(engine.ended().get(40, TimeUnit.SECONDS)).contains("failed");
        }
        assertNothingRuns();
    }

    @Test
    void whatWasSubmittedByADeadKilnIsEnded() throws Exception {
        Engines dead = engines();
        RunningEngine engine = dead.launch(profile("cluster", Map.of()));
        ProcessHandle driver = ProcessHandle.of(engine.report().pid()).orElseThrow();
        engines().close();
        assertThat(driver.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        dead.close();
        assertNothingRuns();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "cluster"})
    void nothingOutlivesADeadKilnForLong(String deployMode) throws Exception {
        ProcessHandle driver;
        try (OwnerProcess owner = OwnerProcess.start(
                home,
                settings(deployMode, Map.of("kiln.spark.lease", "3s")),
                Map.of("SPARK_HOME", MiniYarn.spark().home().toString()))) {
            driver = owner.driver();
            assertThat(driver.isAlive()).isTrue();
        }
        assertThat(driver.onExit().get(40, TimeUnit.SECONDS).isAlive()).isFalse();
        assertNothingRuns();
    }

    @Test
    void whyADriverFailedIsSaid() throws Exception {
        try (Engines engines = engines()) {
            for (String deployMode : List.of("client", "cluster")) {
                assertThatExceptionOfType(SparkSetupException.class)
                        .isThrownBy(() ->
                                engines.launch(profile(deployMode, Map.of("spark.serializer", "no.such.Serializer"))))
                        .withMessageContaining("ClassNotFoundException: no.such.Serializer");
            }
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() -> engines.launch(profile("cluster", Map.of("kiln.spark.driver.memory", "64g"))))
                    .withMessageContaining("the cluster did not take it")
                    .withMessageContaining("above the max threshold");
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() -> engines.launch(profile("cluster", Map.of("kiln.spark.launchTimeout", "3s"))))
                    .withMessageContaining("did not report within 3 s")
                    .withMessageContaining("kiln.spark.ownerHost");
        }
        assertNothingRuns();
    }

    @Test
    void whatIsMissingIsSaid() {
        try (Engines engines = Engines.open(home, BuiltInSpark.distributions(), SparkSettings.of(Map.of()))) {
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() -> engines.launch(profile("cluster", Map.of())))
                    .withMessageContaining("knows nothing of YARN: it has no spark-yarn_*.jar");
        }
    }

    private static YarnCommandLine yarn() {
        return new YarnCommandLine(
                MiniYarn.spark(), Map.of("HADOOP_CONF_DIR", yarn.configuration().toString()));
    }

    private static String running() throws IOException {
        return yarn().application("-list", "-appStates", "SUBMITTED,ACCEPTED,RUNNING");
    }

    private static void assertNothingRuns() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (running().contains("application_") && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        assertThat(running()).doesNotContain("application_");
    }
}
