package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.cluster.ClusterDirectory;
import dev.kiln.spark.cluster.Daemon;
import dev.kiln.spark.cluster.DaemonRole;
import dev.kiln.spark.cluster.LocalMachine;
import dev.kiln.spark.cluster.MasterSpec;
import dev.kiln.spark.cluster.WorkerSpec;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.standalone.StandaloneContact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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

/** A standalone cluster of stock Spark, a master and two workers, and an application to run on it. */
final class SampleCluster implements AutoCloseable {
    private static final Pattern WAITING = Pattern.compile("waiting in process (\\d+)");

    private final LocalMachine machine;
    private final Daemon master;
    private final List<Daemon> workers;
    private final Path jar;
    private final Applications applications;

    /** What applications printed and logged. */
    final ByteArrayOutputStream out = new ByteArrayOutputStream();

    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private SampleCluster(LocalMachine machine, Daemon master, List<Daemon> workers, Path directory, OptionalInt rest)
            throws IOException {
        this.machine = machine;
        this.master = master;
        this.workers = workers;
        this.jar = SampleJar.in(directory);
        this.applications = new Applications(
                directory.resolve("applications"),
                directory.resolve("agent"),
                List.of(new StandaloneContact.Known(
                        HostPort.parse(master.masterUrl().substring("spark://".length())), master.page(), rest)),
                Map.of());
    }

    /** @param withRest whether applications know of the master's REST server */
    static SampleCluster start(Path directory, boolean withRest) throws IOException {
        LocalMachine machine =
                new LocalMachine(new ClusterDirectory(directory.resolve("cluster")), BuiltInSpark::distribution);
        Daemon master = machine.startMaster(new MasterSpec("127.0.0.1", 0, 0, 0));
        WorkerSpec worker =
                new WorkerSpec("127.0.0.1", OptionalInt.of(2), Optional.of(MemorySize.ofMebibytes(1100)), 0);
        List<Daemon> workers = List.of(
                machine.startWorker(master.masterUrl(), worker), machine.startWorker(master.masterUrl(), worker));
        return new SampleCluster(
                machine, master, workers, directory, withRest ? master.restPort() : OptionalInt.empty());
    }

    Applications applications() {
        return applications;
    }

    Daemon master() {
        return master;
    }

    List<Daemon> workers() {
        return workers;
    }

    SubmitRequest request(List<String> arguments, Object... flagsAndValues) {
        List<String> command = new ArrayList<>(List.of(jar.toString()));
        command.addAll(arguments);
        SubmitAction action =
                new SubmitReader(Map.of(), Optional.empty()).read(SubmitFlags.of(flagsAndValues), command);
        return ((SubmitAction.Submit) action).request();
    }

    SubmitRequest onCluster(List<String> arguments, Object... more) {
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

    ApplicationRecord submit(SubmitRequest request) {
        return applications.submit(request, BuiltInSpark.distribution(), new PrintStream(out), new PrintStream(err));
    }

    ApplicationWatch watch() {
        return new ApplicationWatch(applications, new PrintStream(out), new PrintStream(err));
    }

    /** The process that the nth start of a driver said it waits in, when it has. */
    ProcessHandle process(ApplicationRecord record, int start) throws InterruptedException {
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

    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        machine.stop(DaemonRole.WORKER);
        machine.stop(DaemonRole.MASTER);
    }
}
