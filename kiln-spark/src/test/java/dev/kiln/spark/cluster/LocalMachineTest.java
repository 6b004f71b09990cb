package dev.kiln.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.process.ProcessIdentity;
import dev.kiln.spark.standalone.MasterState;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stock Spark's own master and workers, on this machine. */
@Timeout(240)
final class LocalMachineTest {
    private static final MasterSpec MASTER = new MasterSpec("127.0.0.1", 0, 0, 0);

    @TempDir
    private Path home;

    private ClusterDirectory directory;
    private LocalMachine machine;

    @BeforeEach
    void setUp() {
        directory = new ClusterDirectory(home.resolve("cluster"));
        machine = new LocalMachine(directory, BuiltInSpark::distribution);
    }

    @AfterEach
    void tearDown() {
        machine.stop(DaemonRole.WORKER);
        machine.stop(DaemonRole.MASTER);
    }

    @Test
    void aMasterAndItsWorkerComeAndGo() throws Exception {
        Daemon master = machine.startMaster(MASTER);
        WorkerSpec spec = new WorkerSpec("127.0.0.1", OptionalInt.of(1), Optional.of(MemorySize.ofMebibytes(700)), 0);
        Daemon first = machine.startWorker(master.masterUrl(), spec);

        MasterState state = MasterState.ask(master.page());
        assertThat(state.url()).isEqualTo(master.masterUrl());
        assertThat(state.aliveWorkers())
                .extracting(MasterState.Worker::cores, MasterState.Worker::memoryFree)
                .containsExactly(tuple(1, 700L));
        assertThat(new DaemonFiles(directory).all()).containsExactly(master, first);
        assertThatThrownBy(() -> machine.startMaster(MASTER))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageStartingWith("a master runs already: " + master.masterUrl());

        assertThat(machine.stop(DaemonRole.WORKER)).containsExactly(first);
        assertThat(machine.stop(DaemonRole.MASTER)).containsExactly(master);
        assertThat(List.of(first, master)).noneMatch(daemon -> daemon.process().isAlive());
        assertThat(new DaemonFiles(directory).all()).isEmpty();
    }

    @Test
    void aMasterThatWasKilledIsStartedAgainWithItsWorkers() throws Exception {
        Daemon first = machine.startMaster(MASTER);
        WorkerSpec spec = new WorkerSpec("127.0.0.1", OptionalInt.of(1), Optional.of(MemorySize.ofMebibytes(700)), 0);
        machine.startWorker(first.masterUrl(), spec);
        ProcessHandle process = ProcessHandle.of(first.process().pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);

        // On another port, where its worker would not look for it.
        Daemon second = machine.startMaster(MASTER);
        assertThat(second.masterUrl()).isNotEqualTo(first.masterUrl());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (MasterState.ask(second.page()).aliveWorkers().isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(MasterState.ask(second.page()).aliveWorkers()).hasSize(1);

        assertThat(machine.stop(DaemonRole.MASTER)).hasSize(1);
        assertThat(home.resolve("cluster/recovery")).doesNotExist();
    }

    @Test
    void whatDoesNotStartIsExplainedByItsLog() {
        assertThatThrownBy(() -> machine.startMaster(new MasterSpec("192.0.2.1", 0, 0, 0)))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining("the master ended with code")
                .hasMessageContaining("the whole log is");
        assertThat(new DaemonFiles(directory).all()).isEmpty();
    }

    @Test
    void aStrangerOfTheSameNumberIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "100").start();
        try {
            Files.createDirectories(directory.daemons());
            ProcessIdentity gone = new ProcessIdentity(stranger.pid(), Instant.parse("2020-01-01T00:00:00Z"));
            new DaemonFiles(directory)
                    .write(new Daemon(
                            "master",
                            DaemonRole.MASTER,
                            gone,
                            "spark://a:1",
                            URI.create("http://a:2"),
                            OptionalInt.empty(),
                            home));

            assertThat(machine.stop(DaemonRole.MASTER)).hasSize(1);
            assertThat(stranger.isAlive()).isTrue();
            assertThat(new DaemonFiles(directory).all()).isEmpty();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
