package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.standalone.MasterState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications on stock Spark: a standalone cluster of a master and two workers, and none at all. */
@Timeout(240)
final class ApplicationsTest {
    @TempDir
    private static Path directory;

    private static SampleCluster cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = SampleCluster.start(directory, true);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void forget() {
        cluster.out.reset();
        cluster.err.reset();
    }

    @Test
    void aDriverHereUsesTheExecutorsThere() {
        ApplicationRecord ended = cluster.submit(cluster.onCluster(List.of("pi", "4"), SubmitFlag.NAME, "four slices"));

        assertThat(ended.state()).as(cluster.err.toString()).isEqualTo(ApplicationState.FINISHED);
        assertThat(cluster.out.toString()).contains("Pi is roughly 3.14", "mode client");
        assertThat(cluster.applications().get(ended.id())).isEqualTo(ended);
        assertThat(ended.name()).isEqualTo("four slices");

        cluster.out.reset();
        cluster.watch().print(ended, OptionalInt.empty());
        assertThat(cluster.out.toString()).contains("Pi is roughly 3.14");
        cluster.out.reset();
        cluster.watch().print(ended, OptionalInt.of(0));
        cluster.watch().print(ended, OptionalInt.of(1));
        assertThat(cluster.out.toString()).contains("slice 0", "slice 1", "slice 2", "slice 3");
    }

    @Test
    void aDriverThereIsFollowedToItsEnd() throws Exception {
        ApplicationRecord submitted =
                cluster.submit(cluster.onCluster(List.of("pi", "2"), SubmitFlag.DEPLOY_MODE, "cluster"));
        assertThat(submitted.submission())
                .hasValueSatisfying(id -> assertThat(id).startsWith("driver-"));

        ApplicationRecord ended = cluster.watch().follow(submitted.id(), OptionalInt.empty());
        assertThat(ended.state()).as(cluster.err.toString()).isEqualTo(ApplicationState.FINISHED);
        assertThat(cluster.out.toString()).contains("Pi is roughly 3.14", "mode cluster");
        assertThat(cluster.applications().get(submitted.submission().orElseThrow()))
                .isEqualTo(ended);
    }

    @Test
    void exitCodesTellWhatBecameOfIt() throws Exception {
        ApplicationRecord here = cluster.submit(cluster.request(
                List.of("exit", "7"), SubmitFlag.MASTER, "local[1]", SubmitFlag.CLASS, SampleJar.MAIN_CLASS));
        assertThat(here.outcome().exitCode()).hasValue(7);
        assertThat(here.state()).isEqualTo(ApplicationState.FAILED);
        assertThatThrownBy(() -> cluster.watch().print(here, OptionalInt.of(0)))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining("its own executor");

        ApplicationRecord there =
                cluster.submit(cluster.onCluster(List.of("exit", "7"), SubmitFlag.DEPLOY_MODE, "cluster"));
        ApplicationRecord ended = cluster.watch().follow(there.id(), OptionalInt.empty());
        assertThat(ended.state()).isEqualTo(ApplicationState.FAILED);
        assertThat(ended.state().exitCode()).isEqualTo(1);
        assertThat(cluster.applications().kill(there.id())).isFalse();
    }

    @Test
    void aSupervisedDriverComesBackUntilItIsKilled() throws Exception {
        ApplicationRecord submitted = cluster.submit(
                cluster.onCluster(List.of("wait", "300"), SubmitFlag.DEPLOY_MODE, "cluster", SubmitFlag.SUPERVISE, ""));
        ProcessHandle first = cluster.process(submitted, 1);
        first.destroyForcibly();
        ProcessHandle second = cluster.process(submitted, 2);
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(cluster.applications().get(submitted.id()).state()).isEqualTo(ApplicationState.RUNNING);

        assertThat(cluster.applications().kill(submitted.id())).isTrue();
        assertThat(cluster.watch().follow(submitted.id(), OptionalInt.empty()).state())
                .isEqualTo(ApplicationState.KILLED);
        SampleCluster.await(() -> !second.isAlive());
        assertThat(MasterState.ask(cluster.master().page()).aliveWorkers()).allMatch(worker -> worker.coresUsed() == 0);
    }

    @Test
    void whatCannotRunIsSaidBeforeAnythingStarts() {
        assertRefused(
                "there is no cluster on which a driver of master local[*] could run",
                cluster.request(List.of(), SubmitFlag.CLASS, SampleJar.MAIN_CLASS, SubmitFlag.DEPLOY_MODE, "cluster"));
        assertRefused(
                "did you mean --class example.Sample",
                cluster.request(List.of(), SubmitFlag.CLASS, "org.example.Sample"));
        assertRefused("does not name its main class", cluster.request(List.of()));
        assertRefused(
                "no worker is large enough for an executor of 3 cores and 500m: the 2 workers have up to 2 cores",
                cluster.onCluster(List.of(), SubmitFlag.EXECUTOR_CORES, "3"));
        assertRefused(
                "no worker is large enough for the driver of 1 cores and 8g",
                cluster.onCluster(List.of(), SubmitFlag.DEPLOY_MODE, "cluster", SubmitFlag.DRIVER_MEMORY, "8g"));
        assertRefused(
                "--supervise starts drivers again that run on the cluster",
                cluster.onCluster(List.of(), SubmitFlag.SUPERVISE, ""));
        assertRefused(
                "Spark does not start with less than 450m",
                cluster.onCluster(List.of(), SubmitFlag.EXECUTOR_MEMORY, "512"));
        assertRefused(
                "spark.jars names " + directory.resolve("none.jar"),
                cluster.onCluster(
                        List.of(),
                        SubmitFlag.JARS,
                        directory.resolve("none.jar").toString()));
        assertRefused(
                "no master of spark://127.0.0.1:1 can be reached",
                cluster.request(
                        List.of(),
                        SubmitFlag.CLASS,
                        SampleJar.MAIN_CLASS,
                        SubmitFlag.MASTER,
                        "spark://127.0.0.1:1",
                        SubmitFlag.CONF,
                        "spark.master.ui.port=2"));
    }

    @Test
    void pythonNeedsPythonAndAManagerThatRunsItThere() throws Exception {
        Path script = Files.writeString(directory.resolve("app.py"), "print(1)\n");
        SubmitReader reader = new SubmitReader(Map.of(), Optional.empty());
        assertRefused(
                "there is no /nowhere/python on this machine",
                ((SubmitAction.Submit) reader.read(
                                SubmitFlags.of(SubmitFlag.CONF, "spark.pyspark.python=/nowhere/python"),
                                List.of(script.toString())))
                        .request());
        assertRefused(
                "not on standalone clusters",
                ((SubmitAction.Submit) reader.read(
                                SubmitFlags.of(
                                        SubmitFlag.MASTER,
                                        cluster.master().masterUrl(),
                                        SubmitFlag.DEPLOY_MODE,
                                        "cluster"),
                                List.of(script.toString())))
                        .request());
        assertRefused(
                "the application's file " + directory.resolve("gone.py") + " does not exist",
                ((SubmitAction.Submit) reader.read(
                                SubmitFlags.of(),
                                List.of(directory.resolve("gone.py").toString())))
                        .request());
    }

    private void assertRefused(String message, SubmitRequest request) {
        assertThatThrownBy(() -> cluster.submit(request))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining(message);
    }
}
