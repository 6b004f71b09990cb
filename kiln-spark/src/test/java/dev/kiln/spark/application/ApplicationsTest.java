package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.cluster.ClusterDirectory;
import dev.kiln.spark.cluster.Daemon;
import dev.kiln.spark.cluster.DaemonRole;
import dev.kiln.spark.cluster.LocalMachine;
import dev.kiln.spark.cluster.MasterSpec;
import dev.kiln.spark.cluster.WorkerSpec;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.standalone.MasterState;
import dev.kiln.spark.standalone.StandaloneContact;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications on stock Spark: a standalone cluster of a master and two workers, and none at all. */
@Timeout(240)
final class ApplicationsTest {
    private static final Pattern WAITING = Pattern.compile("waiting in process (\\d+)");

    @TempDir
    private static Path directory;

    private static LocalMachine machine;
    private static Daemon master;
    private static Path jar;
    private static Applications applications;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void startCluster() throws Exception {
        jar = SampleJar.in(directory);
        machine = new LocalMachine(new ClusterDirectory(directory.resolve("cluster")), BuiltInSpark::distribution);
        master = machine.startMaster(new MasterSpec("127.0.0.1", 0, 0, 0));
        WorkerSpec worker =
                new WorkerSpec("127.0.0.1", OptionalInt.of(2), Optional.of(MemorySize.ofMebibytes(1100)), 0);
        machine.startWorker(master.masterUrl(), worker);
        machine.startWorker(master.masterUrl(), worker);
        applications = new Applications(
                directory.resolve("applications"),
                directory.resolve("agent"),
                List.of(new StandaloneContact.Known(
                        HostPort.parse(master.masterUrl().substring("spark://".length())),
                        master.page(),
                        master.restPort())),
                Map.of());
    }

    @AfterAll
    static void stopCluster() {
        machine.stop(DaemonRole.WORKER);
        machine.stop(DaemonRole.MASTER);
    }

    private static SubmitRequest request(List<String> arguments, Object... flagsAndValues) {
        List<String> command = new ArrayList<>(List.of(jar.toString()));
        command.addAll(arguments);
        SubmitAction action =
                new SubmitReader(Map.of(), Optional.empty()).read(SubmitFlags.of(flagsAndValues), command);
        return ((SubmitAction.Submit) action).request();
    }

    private static SubmitRequest onCluster(List<String> arguments, Object... more) {
        List<Object> flags = new ArrayList<>(List.of(
                SubmitFlag.MASTER, master.masterUrl(),
                SubmitFlag.CLASS, SampleJar.MAIN_CLASS,
                SubmitFlag.DRIVER_MEMORY, "500m",
                SubmitFlag.EXECUTOR_MEMORY, "500m",
                SubmitFlag.EXECUTOR_CORES, "1",
                SubmitFlag.TOTAL_EXECUTOR_CORES, "2"));
        flags.addAll(List.of(more));
        return request(arguments, flags.toArray());
    }

    private ApplicationRecord submit(SubmitRequest request) {
        return applications.submit(request, BuiltInSpark.distribution(), new PrintStream(out), new PrintStream(err));
    }

    private ApplicationWatch watch() {
        return new ApplicationWatch(applications, new PrintStream(out), new PrintStream(err));
    }

    @Test
    void aDriverHereUsesTheExecutorsThere() {
        ApplicationRecord ended = submit(onCluster(List.of("pi", "4"), SubmitFlag.NAME, "four slices"));

        assertThat(ended.state()).as(err.toString()).isEqualTo(ApplicationState.FINISHED);
        assertThat(out.toString()).contains("Pi is roughly 3.14", "mode client");
        assertThat(applications.get(ended.id())).isEqualTo(ended);
        assertThat(ended.name()).isEqualTo("four slices");

        out.reset();
        watch().print(ended, OptionalInt.empty());
        assertThat(out.toString()).contains("Pi is roughly 3.14");
        out.reset();
        watch().print(ended, OptionalInt.of(0));
        watch().print(ended, OptionalInt.of(1));
        assertThat(out.toString()).contains("slice 0", "slice 1", "slice 2", "slice 3");
    }

    @Test
    void aDriverThereIsFollowedToItsEnd() throws Exception {
        ApplicationRecord submitted = submit(onCluster(List.of("pi", "2"), SubmitFlag.DEPLOY_MODE, "cluster"));
        assertThat(submitted.submission())
                .hasValueSatisfying(id -> assertThat(id).startsWith("driver-"));

        ApplicationRecord ended = watch().follow(submitted.id(), OptionalInt.empty());
        assertThat(ended.state()).as(err.toString()).isEqualTo(ApplicationState.FINISHED);
        assertThat(out.toString()).contains("Pi is roughly 3.14", "mode cluster");
        assertThat(applications.get(submitted.submission().orElseThrow())).isEqualTo(ended);
    }

    @Test
    void exitCodesTellWhatBecameOfIt() throws Exception {
        ApplicationRecord here = submit(
                request(List.of("exit", "7"), SubmitFlag.MASTER, "local[1]", SubmitFlag.CLASS, SampleJar.MAIN_CLASS));
        assertThat(here.outcome().exitCode()).hasValue(7);
        assertThat(here.state()).isEqualTo(ApplicationState.FAILED);
        assertThatThrownBy(() -> watch().print(here, OptionalInt.of(0)))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining("its own executor");

        ApplicationRecord there = submit(onCluster(List.of("exit", "7"), SubmitFlag.DEPLOY_MODE, "cluster"));
        ApplicationRecord ended = watch().follow(there.id(), OptionalInt.empty());
        assertThat(ended.state()).isEqualTo(ApplicationState.FAILED);
        assertThat(ended.state().exitCode()).isEqualTo(1);
        assertThat(applications.kill(there.id())).isFalse();
    }

    @Test
    void aSupervisedDriverComesBackUntilItIsKilled() throws Exception {
        ApplicationRecord submitted =
                submit(onCluster(List.of("wait", "300"), SubmitFlag.DEPLOY_MODE, "cluster", SubmitFlag.SUPERVISE, ""));
        ProcessHandle first = process(submitted, 1);
        first.destroyForcibly();
        ProcessHandle second = process(submitted, 2);
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(applications.get(submitted.id()).state()).isEqualTo(ApplicationState.RUNNING);

        assertThat(applications.kill(submitted.id())).isTrue();
        assertThat(watch().follow(submitted.id(), OptionalInt.empty()).state()).isEqualTo(ApplicationState.KILLED);
        await(() -> !second.isAlive());
        assertThat(MasterState.ask(master.page()).aliveWorkers()).allMatch(worker -> worker.coresUsed() == 0);
    }

    /** The process that the nth start of a driver said it waits in. */
    private ProcessHandle process(ApplicationRecord record, int start) throws Exception {
        List<Long> found = new ArrayList<>();
        await(() -> {
            out.reset();
            watch().print(applications.get(record.id()), OptionalInt.empty());
            found.clear();
            Matcher matcher = WAITING.matcher(out.toString());
            while (matcher.find()) {
                found.add(Long.parseLong(matcher.group(1)));
            }
            return found.size() >= start;
        });
        return ProcessHandle.of(found.get(start - 1)).orElseThrow();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    @Test
    void whatCannotRunIsSaidBeforeAnythingStarts() {
        assertRefused(
                "there is no cluster on which a driver of master local[*] could run",
                request(List.of(), SubmitFlag.CLASS, SampleJar.MAIN_CLASS, SubmitFlag.DEPLOY_MODE, "cluster"));
        assertRefused(
                "did you mean --class example.Sample", request(List.of(), SubmitFlag.CLASS, "org.example.Sample"));
        assertRefused("does not name its main class", request(List.of()));
        assertRefused(
                "no worker is large enough for an executor of 3 cores and 500m: the 2 workers have up to 2 cores",
                onCluster(List.of(), SubmitFlag.EXECUTOR_CORES, "3"));
        assertRefused(
                "no worker is large enough for the driver of 1 cores and 8g",
                onCluster(List.of(), SubmitFlag.DEPLOY_MODE, "cluster", SubmitFlag.DRIVER_MEMORY, "8g"));
        assertRefused(
                "--supervise starts drivers again that run on the cluster",
                onCluster(List.of(), SubmitFlag.SUPERVISE, ""));
        assertRefused(
                "Spark does not start with less than 450m", onCluster(List.of(), SubmitFlag.EXECUTOR_MEMORY, "512"));
        assertRefused(
                "spark.jars names " + directory.resolve("none.jar"),
                onCluster(
                        List.of(),
                        SubmitFlag.JARS,
                        directory.resolve("none.jar").toString()));
        assertRefused(
                "no master of spark://127.0.0.1:1 can be reached",
                request(
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
                                        SubmitFlag.MASTER, master.masterUrl(), SubmitFlag.DEPLOY_MODE, "cluster"),
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
        assertThatThrownBy(() -> submit(request))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining(message);
    }
}
