package dev.kiln.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.distribution.Distributions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines of Spark itself, with a local master. */
@Timeout(120)
final class EnginesTest {
    @TempDir
    private Path home;

    private Engines engines() {
        return Engines.open(home, BuiltInSpark.distributions(), SparkSettings.of(Map.of()));
    }

    @Test
    void anEngineReportsLivesAndEndsWithItsOwner() throws Exception {
        ProcessHandle driver;
        try (Engines engines = engines()) {
            RunningEngine engine = engines.launch(SparkSettings.local(Map.of()));
            driver = ProcessHandle.of(engine.report().pid()).orElseThrow();
            assertThat(engine.report().sparkVersion()).isEqualTo("4.2.0");
            assertThat(engine.report().host()).isEqualTo("127.0.0.1");
            assertThat(engine.report().application()).startsWith("local-");
            assertThat(driver.isAlive()).isTrue();
            String line = Files.readString(Path.of("/proc/" + driver.pid() + "/cmdline"));
            assertThat(line).contains(engine.id()).doesNotContain(engine.token());
            assertThat(engines.running()).containsExactly(engine);
        }
        assertThat(driver.onExit().get(1, TimeUnit.SECONDS).isAlive()).isFalse();
        try (var engine = Files.list(home.resolve("running"))) {
            assertThat(engine).singleElement().satisfies(directory -> assertThat(directory)
                    .isDirectoryContaining("glob:**/driver.log")
                    .isDirectoryContaining("glob:**/driver.out")
                    .satisfies(it -> assertThat(it.toFile().list()).hasSize(2)));
        }
    }

    @Test
    @Tag("engines")
    void theDeathOfADriverIsSeen() throws Exception {
        try (Engines engines = engines()) {
            RunningEngine engine = engines.launch(SparkSettings.local(Map.of()));
            assertThat(engine.isRunning()).isTrue();
            ProcessHandle.of(engine.report().pid()).orElseThrow().destroyForcibly();
            assertThat(engine.ended().get(5, TimeUnit.SECONDS)).isEqualTo("its process was ended by signal 9");
            assertThat(engine.isRunning()).isFalse();
        }
    }

    @Test
    void whatKeepsADriverFromStartingIsSaid() {
        try (Engines engines = engines()) {
            fails(
                    engines,
                    Map.of("spark.driver.maxResultSize", "many"),
                    "exit code 1",
                    "INVALID_CONF_VALUE.TYPE_MISMATCH");
            fails(engines, Map.of("spark.jars", "/nowhere/at-all.jar"), "/nowhere/at-all.jar, which cannot be read");
            fails(engines, Map.of("spark.jars.packages", "a:b:1"), "spark.jars.packages is not supported");
            fails(
                    engines,
                    Map.of("spark.driver.extraJavaOptions", "-javaagent:/nowhere.jar"),
                    "exit code 1",
                    "/nowhere.jar");
            assertThat(engines.running()).isEmpty();
        }
        assertNothingRuns();
    }

    @Test
    @Tag("engines")
    void aDistributionWithoutConnectIsNamed() throws IOException {
        Path jars = Files.createDirectories(home.resolve("spark/jars"));
        try (var all = Files.newDirectoryStream(BuiltInSpark.distribution().jars())) {
            for (Path jar : all) {
                if (!jar.getFileName().toString().startsWith("spark-connect_")) {
                    Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toRealPath());
                }
            }
        }
        Distributions distributions = new Distributions(
                home, List.of(), Map.of("SPARK_HOME", jars.getParent().toString()));
        try (Engines engines = Engines.open(home, distributions, SparkSettings.of(Map.of()))) {
            fails(
                    engines,
                    Map.of(),
                    "ClassNotFoundException: org.apache.spark.sql.connect.service.SparkConnectService");
        }
        assertNothingRuns();
    }

    @Test
    void aDriverThatTakesTooLongIsEnded() {
        try (Engines engines = engines()) {
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() -> engines.launch(SparkSettings.profile(
                            Map.of("kiln.spark.master", "local[1]", "kiln.spark.launchTimeout", "100ms"))))
                    .withMessageContaining("did not report within");
        }
        assertNothingRuns();
    }

    @Test
    void aMasterThatIsNotThereIsNamedAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Engines engines = engines()) {
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() -> engines.launch(
                            SparkSettings.profile(Map.of("kiln.spark.master", "spark://127.0.0.1:" + port))))
                    .withMessageContaining("no master of spark://127.0.0.1:" + port + " can be reached");
        }
    }

    private void fails(Engines engines, Map<String, String> properties, String... messages) {
        assertThatExceptionOfType(SparkSetupException.class)
                .isThrownBy(() -> engines.launch(SparkSettings.local(properties)))
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }

    private void assertNothingRuns() {
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }
}
