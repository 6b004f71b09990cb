package dev.kiln.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.bench.server.ServerCommand;
import dev.kiln.bench.server.ServerOptions;
import dev.kiln.bench.server.ServerProcess;
import dev.kiln.bench.server.Servers;
import dev.kiln.bench.server.StandaloneCluster;
import dev.kiln.conformance.server.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Kills parts of the system at random moments: after each, what was acknowledged is there, every call has ended, sessions
 * go on if Kiln does, and nothing is left running when it is closed. {@code -Dfault.rounds=100} asks for more rounds.
 */
@Tag("engines")
class EngineFaultsTest {
    private static final int ROUNDS = Integer.getInteger("fault.rounds", 6);
    private static final long SEED = Long.getLong("fault.seed", 20_261_121L);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final int LONGEST_MILLIS_BEFORE = 4000;

    private static final Path DIRECTORY = TestServers.newDirectory("faults").toAbsolutePath();
    private static final OwnProcesses PROCESSES = new OwnProcesses(DIRECTORY);

    private static StandaloneCluster cluster;
    private static ServerCommand local;
    private static final Map<String, ServerCommand> STANDALONE = new HashMap<>();

    @BeforeAll
    static void startCluster() {
        cluster = StandaloneCluster.start(Servers.fromSystemProperties(), DIRECTORY.resolve("cluster"), "4g");
        local = kiln(Map.of("kiln.spark.master", "local[2]"));
        for (String deployMode : List.of("client", "cluster")) {
            Map<String, String> settings = new HashMap<>(cluster.settings());
            settings.put("kiln.spark.deployMode", deployMode);
            settings.put("kiln.spark.driver.memory", "768m");
            settings.put("kiln.spark.executor.memory", "768m");
            settings.put("kiln.spark.executor.cores", "1");
            settings.put("kiln.spark.executors", "1");
            STANDALONE.put(deployMode, kiln(settings));
        }
    }

    /** The same home each time, so that each Kiln finds what the last one left. */
    private static ServerCommand kiln(Map<String, String> engine) {
        Map<String, String> settings = new HashMap<>(engine);
        settings.put("kiln.engine", "auto");
        settings.put("kiln.warmUpTime", "0s");
        settings.put("kiln.spark.lease", "10s");
        settings.put("spark.sql.shuffle.partitions", "2");
        return Servers.fromSystemProperties()
                .kiln(DIRECTORY.resolve("home"), "512m", new ServerOptions(Map.of(), settings));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
        assertThat(PROCESSES.awaitNone(any -> true, END_LIMIT)).isEmpty();
    }

    @TestFactory
    List<DynamicTest> rounds() {
        Random random = new Random(SEED);
        List<DynamicTest> rounds = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            int number = round;
            Victim victim = Victim.values()[(round - 1) % Victim.values().length];
            boolean onCluster = victim.needsCluster() || random.nextBoolean();
            String deployMode = random.nextBoolean() ? "client" : "cluster";
            ServerCommand command = onCluster ? STANDALONE.get(deployMode) : local;
            int delay = random.nextInt(LONGEST_MILLIS_BEFORE);
            String name = "round " + round + ": " + victim + " of "
                    + (onCluster ? "standalone, " + deployMode : "local") + " after " + delay + " ms";
            rounds.add(DynamicTest.dynamicTest(name, () -> round(number, victim, command, delay)));
        }
        return rounds;
    }

    private static void round(int number, Victim victim, ServerCommand command, int delay) throws Exception {
        ServerProcess server = ServerProcess.start(command, START_LIMIT);
        try (BusySession busy = BusySession.start(server.address(), "acknowledged_" + number)) {
            TimeUnit.MILLISECONDS.sleep(delay);
            if (victim == Victim.KILN) {
                server.kill();
            } else {
                assertThat(PROCESSES.kill(victim::isIt)).as("processes killed").isPositive();
            }
            TimeUnit.SECONDS.sleep(1);
            if (victim == Victim.MASTER) {
                cluster.startMaster();
            } else if (victim == Victim.WORKER) {
                cluster.startWorker();
            }
            if (victim == Victim.KILN) {
                server = ServerProcess.start(command, START_LIMIT);
                busy.stop();
            } else {
                busy.requireGoingOn();
                busy.stop();
                busy.requireState();
            }
            busy.requireAcknowledged(server.address());
        } finally {
            server.close();
        }
        assertThat(PROCESSES.awaitNone(process -> !Victim.isDaemon(process), END_LIMIT))
                .as("processes left behind")
                .isEmpty();
    }
}
