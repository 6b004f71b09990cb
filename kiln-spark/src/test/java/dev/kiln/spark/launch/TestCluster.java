package dev.kiln.spark.launch;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.cluster.ClusterDirectory;
import dev.kiln.spark.cluster.Daemon;
import dev.kiln.spark.cluster.DaemonRole;
import dev.kiln.spark.cluster.LocalMachine;
import dev.kiln.spark.cluster.MasterSpec;
import dev.kiln.spark.cluster.WorkerSpec;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.standalone.MasterState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A standalone cluster of a master and one worker on the loopback address, with room for a driver and two executors. */
public final class TestCluster implements AutoCloseable {
    private final LocalMachine machine;
    private final Daemon master;

    private TestCluster(LocalMachine machine, Daemon master) {
        this.machine = machine;
        this.master = master;
    }

    public static TestCluster start(Path home) {
        LocalMachine machine =
                new LocalMachine(new ClusterDirectory(home.resolve("cluster")), BuiltInSpark::distribution);
        TestCluster cluster = new TestCluster(machine, machine.startMaster(new MasterSpec("127.0.0.1", 0, 0, 0)));
        machine.startWorker(
                cluster.master.masterUrl(),
                new WorkerSpec("127.0.0.1", OptionalInt.of(3), Optional.of(MemorySize.ofMebibytes(2500)), 0));
        return cluster;
    }

    public MasterState state() throws IOException {
        return MasterState.ask(master.page());
    }

    /** Settings of an engine with one executor on it. */
    public Map<String, String> settings(String deployMode, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kiln.spark.master",
                master.masterUrl(),
                "kiln.spark.deployMode",
                deployMode,
                "kiln.spark.driver.memory",
                "768m",
                "kiln.spark.executor.memory",
                "768m",
                "kiln.spark.executor.cores",
                "1",
                "kiln.spark.executors",
                "1",
                "spark.master.ui.port",
                Integer.toString(master.page().getPort()),
                "spark.master.rest.port",
                Integer.toString(master.restPort().orElseThrow())));
        settings.putAll(more);
        return settings;
    }

    @Override
    public void close() {
        machine.stop(DaemonRole.WORKER);
        machine.stop(DaemonRole.MASTER);
    }
}
