package dev.kiln.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.standalone.DriverState;
import dev.kiln.spark.standalone.MasterState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines on a real standalone cluster of one worker. */
@Tag("engines")
@Timeout(180)
final class StandaloneEnginesTest {
    @TempDir
    private static Path clusterHome;

    private static TestCluster cluster;

    @TempDir
    private Path home;

    @BeforeAll
    static void startCluster() {
        cluster = TestCluster.start(clusterHome);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    private Engines engines() {
        return Engines.open(home, BuiltInSpark.distributions(), SparkSettings.of(Map.of()));
    }

    private static EngineProfile profile(String deployMode, Map<String, String> more) {
        return SparkSettings.profile(cluster.settings(deployMode, more));
    }

    @Test
    void aDriverHereUsesExecutorsThere() throws Exception {
        try (Engines engines = engines()) {
            RunningEngine engine = engines.launch(profile("client", Map.of()));
            assertThat(engine.report().application()).startsWith("app-");
            assertThat(cluster.state().applications())
                    .filteredOn(application ->
                            application.id().equals(engine.report().application()))
                    .singleElement()
                    .satisfies(application -> assertThat(application.state()).isEqualTo("RUNNING"));
        }
        assertNothingRuns();
    }

    @Test
    void aDriverThereDiesWithItsOwner() throws Exception {
        ProcessHandle driver;
        try (Engines engines = engines()) {
            RunningEngine engine = engines.launch(profile("cluster", Map.of()));
            driver = ProcessHandle.of(engine.report().pid()).orElseThrow();
            assertThat(engine.report().host()).isEqualTo("127.0.0.1");
            assertThat(Files.readString(Path.of("/proc/" + driver.pid() + "/cmdline")))
                    .contains(engine.id())
                    .doesNotContain(engine.token());
        }
        assertThat(driver.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        assertNothingRuns();
    }

    @Test
    void theDeathOfADriverThereIsSeen() throws Exception {
        try (Engines engines = engines()) {
            RunningEngine engine = engines.launch(profile("cluster", Map.of()));
            ProcessHandle.of(engine.report().pid()).orElseThrow().destroyForcibly();
            assertThat(engine.ended().get(30, TimeUnit.SECONDS)).isNotBlank();
        }
        assertNothingRuns();
    }

    @Test
    void whatWasSubmittedByADeadKilnIsEnded() throws Exception {
        Engines dead = engines();
        RunningEngine engine = dead.launch(profile("cluster", Map.of()));
        ProcessHandle driver = ProcessHandle.of(engine.report().pid()).orElseThrow();
        // The next start, before the driver has missed the one that it belongs to.
        engines().close();
        assertThat(driver.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        dead.close();
        assertNothingRuns();
    }

    @Test
    void aDriverThereDoesNotOutliveItsLease() throws Exception {
        ProcessHandle driver;
        try (OwnerProcess owner =
                OwnerProcess.start(home, cluster.settings("cluster", Map.of("kiln.spark.lease", "3s")))) {
            driver = owner.driver();
            assertThat(driver.isAlive()).isTrue();
        }
        assertThat(driver.onExit().get(40, TimeUnit.SECONDS).isAlive()).isFalse();
        assertNothingRuns();
    }

    @Test
    void whyADriverThereFailedIsSaid() throws Exception {
        try (Engines engines = engines()) {
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(
                            () -> engines.launch(profile("cluster", Map.of("spark.serializer", "no.such.Serializer"))))
                    .withMessageContaining("is FAILED")
                    .withMessageContaining("ClassNotFoundException: no.such.Serializer");
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() -> engines.launch(profile(
                            "cluster", Map.of("kiln.spark.driver.memory", "64g", "kiln.spark.launchTimeout", "5s"))))
                    .withMessageContaining("did not report within 5 s")
                    .withMessageContaining("waits for a worker with enough free memory");
        }
        assertNothingRuns();
    }

    private static void assertNothingRuns() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        MasterState state = cluster.state();
        while (isBusy(state) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
            state = cluster.state();
        }
        assertThat(isBusy(state)).as(state.toString()).isFalse();
    }

    private static boolean isBusy(MasterState state) {
        return state.drivers().stream()
                        .map(MasterState.Driver::state)
                        .anyMatch(driver -> driver == DriverState.RUNNING || driver == DriverState.SUBMITTED)
                || state.aliveWorkers().stream().anyMatch(worker -> worker.coresUsed() > 0);
    }
}
