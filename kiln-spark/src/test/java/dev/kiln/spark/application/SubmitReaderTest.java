package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.master.Master;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SubmitReaderTest {
    private static final List<String> APPLICATION = List.of("app.jar", "10", "--master", "x");

    @TempDir
    private Path directory;

    private final SubmitReader reader = new SubmitReader(Map.of(), Optional.empty());

    private SubmitRequest request(Object... flagsAndValues) {
        return request(reader, flagsAndValues);
    }

    private static SubmitRequest request(SubmitReader reader, Object... flagsAndValues) {
        return ((SubmitAction.Submit) reader.read(SubmitFlags.of(flagsAndValues), APPLICATION)).request();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void withoutFlagsItIsLocal() {
        SubmitRequest request = request();
        assertThat(request.properties().values())
                .containsEntry("spark.master", "local[*]")
                .containsEntry("spark.submit.deployMode", "client")
                .containsEntry("spark.app.name", "app.jar");
        assertThat(request.arguments()).containsExactly("10", "--master", "x");
        assertThat(request.supervise()).isFalse();
    }

    @Test
    void flagsAreProperties() {
        SubmitRequest request = request(
                SubmitFlag.MASTER, "spark://a:7077",
                SubmitFlag.DEPLOY_MODE, "cluster",
                SubmitFlag.SUPERVISE, "",
                SubmitFlag.CLASS, "org.example.Main",
                SubmitFlag.EXECUTOR_MEMORY, "512m",
                SubmitFlag.DRIVER_MEMORY, "15g",
                SubmitFlag.TOTAL_EXECUTOR_CORES, "4",
                SubmitFlag.EXECUTOR_CORES, "2");
        assertThat(request.target())
                .isEqualTo(new SubmitTarget.OnMaster(
                        new Master.Standalone(List.of(new HostPort("a", 7077))),
                        ClusterManager.STANDALONE,
                        DeployMode.CLUSTER));
        assertThat(request.supervise()).isTrue();
        assertThat(request.properties().values())
                .containsEntry("spark.executor.memory", "512m")
                .containsEntry("spark.driver.memory", "15g")
                .containsEntry("spark.cores.max", "4")
                .containsEntry("spark.executor.cores", "2")
                .containsEntry("spark.app.name", "org.example.Main");
    }

    @Test
    void theNearerSourceWins() throws IOException {
        Path defaults = file("spark-defaults.conf", "spark.a defaults\nspark.b defaults\nspark.e defaults\n");
        String properties = file("p", "spark.a=file\nspark.b=file\nspark.c=file\nspark.d=file\nother=1\n")
                .toString();
        String extra = file("x", "spark.b=extra\nspark.c=extra\n").toString();
        SubmitReader withDefaults = new SubmitReader(Map.of("SPARK_EXECUTOR_CORES", "3"), Optional.of(defaults));

        assertThat(request(withDefaults, SubmitFlag.MASTER, "yarn").properties().values())
                .containsEntry("spark.a", "defaults")
                .containsEntry("spark.executor.cores", "3");
        SubmitRequest all = request(
                withDefaults,
                SubmitFlag.PROPERTIES_FILE,
                properties,
                SubmitFlag.EXTRA_PROPERTIES_FILE,
                extra,
                SubmitFlag.CONF,
                "spark.c=conf=x",
                SubmitFlag.CONF,
                "spark.app.name=conf",
                SubmitFlag.NAME,
                "flag");
        assertThat(all.properties().values())
                .containsEntry("spark.a", "file")
                .containsEntry("spark.b", "extra")
                .containsEntry("spark.c", "conf=x")
                .containsEntry("spark.app.name", "flag")
                .doesNotContainKey("spark.e")
                .doesNotContainKey("other");
        assertThat(all.notices()).singleElement().asString().contains("'other'");
        assertThat(request(withDefaults, SubmitFlag.PROPERTIES_FILE, properties, SubmitFlag.LOAD_SPARK_DEFAULTS, "")
                        .properties()
                        .values())
                .containsEntry("spark.a", "file")
                .containsEntry("spark.e", "defaults");
    }

    @Test
    void theLastOfAFlagCountsAndTheEnvironmentComesLast() {
        SubmitReader inEnvironment =
                new SubmitReader(Map.of("MASTER", "local[7]", "SPARK_REMOTE", "sc://h:1"), Optional.empty());
        assertThat(request(inEnvironment, SubmitFlag.MASTER, "local[2]", SubmitFlag.MASTER, "local[3]")
                        .properties()
                        .get("spark.master"))
                .contains("local[3]");
        assertThat(request(new SubmitReader(Map.of("MASTER", "local[7]"), Optional.empty()))
                        .properties()
                        .get("spark.master"))
                .contains("local[7]");
    }

    @Test
    void flagsWithoutMeaningAreLeftOutAndSaid() {
        SubmitRequest request =
                request(SubmitFlag.MASTER, "spark://a:7077", SubmitFlag.NUM_EXECUTORS, "9", SubmitFlag.QUEUE, "q");
        assertThat(request.properties().values())
                .doesNotContainKey("spark.executor.instances")
                .doesNotContainKey("spark.yarn.queue");
        assertThat(request.notices())
                .containsExactly(
                        "--num-executors has no meaning on standalone and is left out",
                        "--queue has no meaning on standalone and is left out");
    }

    @Test
    void aServerTakesThePlaceOfAMaster() {
        assertThat(request(SubmitFlag.REMOTE, "sc://h:15002").target())
                .isEqualTo(new SubmitTarget.OnServer("sc://h:15002"));
        assertRefused("excludes --master", SubmitFlag.REMOTE, "sc://h:1", SubmitFlag.MASTER, "yarn");
        assertRefused("must be sc://", SubmitFlag.REMOTE, "h:1");
    }

    @Test
    void killAndStatusNeedNoApplication() {
        SubmitAction kill = reader.read(
                SubmitFlags.of(SubmitFlag.KILL, "driver-1", SubmitFlag.MASTER, "spark://a:6066"), List.of());
        assertThat(kill).isInstanceOfSatisfying(SubmitAction.Kill.class, action -> assertThat(action.submission())
                .isEqualTo("driver-1"));
        assertRefused("ask for one", SubmitFlag.KILL, "a", SubmitFlag.STATUS, "a");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> reader.read(SubmitFlags.of(), List.of())).hasMessageContaining("say what to run");
        assertRefused("must be client or cluster", SubmitFlag.DEPLOY_MODE, "remote");
        assertRefused("must be KEY=VALUE", SubmitFlag.CONF, "spark.a");
        assertRefused("spark.driver.memory: 'lots' is not", SubmitFlag.DRIVER_MEMORY, "lots");
        assertRefused("spark.driver.cores: '0' is not", SubmitFlag.MASTER, "yarn", SubmitFlag.DRIVER_CORES, "0");
        assertRefused("exclude each other", SubmitFlag.PROXY_USER, "u", SubmitFlag.PRINCIPAL, "p");
        assertRefused(
                "cannot be read",
                SubmitFlag.PROPERTIES_FILE,
                directory.resolve("none").toString());
    }

    @Test
    void mesosIsAnsweredWithWhatReplacesIt() {
        assertRefused("Coarse-grained mode", SubmitFlag.MASTER, "mesos://m:5050");
        assertRefused(
                "spark.dynamicAllocation.enabled=true",
                SubmitFlag.MASTER,
                "mesos://m:5050",
                SubmitFlag.CONF,
                "spark.mesos.coarse=false");
        assertRefused(
                "spark.kubernetes.container.image",
                SubmitFlag.MASTER,
                "mesos://m:5050",
                SubmitFlag.CONF,
                "spark.executor.uri=hdfs:/spark.tgz");
    }

    private void assertRefused(String message, Object... flagsAndValues) {
        assertThatThrownBy(() -> request(flagsAndValues))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining(message);
    }
}
