package dev.kiln.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.bench.server.ServerCommand;
import dev.kiln.bench.server.ServerOptions;
import dev.kiln.bench.server.Servers;
import dev.kiln.bench.server.StandaloneCluster;
import dev.kiln.conformance.server.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Kills parts of the system at random moments: after each, what was acknowledged is there, every call has ended, sessions
 * go on if Kiln does; and nothing is left running when it is closed, after some rounds each. {@code -Dfault.rounds=100} asks
 * for more rounds.
 */
@Tag("engines")
class EngineFaultsTest {
    private static final int ROUNDS = Integer.getInteger("fault.rounds", 6);
    private static final long SEED = Long.getLong("fault.seed", 20_261_121L);
    private static final String LOCAL = "local";

    /** What engines a Kiln has, one kind after the other. */
    private static final List<String> KINDS = List.of("client", "cluster", LOCAL);

    private static final List<Victim> OF_LOCAL = List.of(Victim.DRIVER, Victim.KILN, Victim.DRIVER);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final int LONGEST_MILLIS_BEFORE = 4000;

    private static final Path DIRECTORY = TestServers.newDirectory("faults").toAbsolutePath();
    private static final OwnProcesses PROCESSES = new OwnProcesses(DIRECTORY);

    private static StandaloneCluster cluster;
    private static final Map<String, ServerCommand> COMMANDS = new HashMap<>();

    @BeforeAll
    static void startCluster() {
        cluster = StandaloneCluster.start(Servers.fromSystemProperties(), DIRECTORY.resolve("cluster"), "4g");
        COMMANDS.put(LOCAL, kiln(Map.of("kiln.spark.master", "local[2]")));
        for (String deployMode : List.of("client", "cluster")) {
            Map<String, String> settings = new HashMap<>(cluster.settings());
            settings.put("kiln.spark.deployMode", deployMode);
            settings.put("kiln.spark.driver.memory", "768m");
            settings.put("kiln.spark.executor.memory", "768m");
            settings.put("kiln.spark.executor.cores", "1");
            settings.put("kiln.spark.executors", "1");
            COMMANDS.put(deployMode, kiln(settings));
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
    List<DynamicContainer> runs() {
        Random random = new Random(SEED);
        List<DynamicContainer> runs = new ArrayList<>();
        int begun = 0;
        while (begun < ROUNDS) {
            String kind = KINDS.get(runs.size() % KINDS.size());
            List<Victim> victims = new ArrayList<>(kind.equals(LOCAL) ? OF_LOCAL : List.of(Victim.values()));
            Collections.shuffle(victims, random);
            List<Victim> chosen = victims.subList(0, Math.min(victims.size(), ROUNDS - begun));
            runs.add(run(kind, chosen, begun + 1, random));
            begun += chosen.size();
        }
        return runs;
    }

    private static DynamicContainer run(String kind, List<Victim> victims, int first, Random random) {
        FaultyRun run = new FaultyRun(COMMANDS.get(kind), cluster, PROCESSES);
        List<DynamicTest> tests = new ArrayList<>();
        for (Victim victim : victims) {
            int number = first + tests.size();
            int delay = random.nextInt(LONGEST_MILLIS_BEFORE);
            String name = "round " + number + ": " + victim + " of " + kind + " after " + delay + " ms";
            tests.add(DynamicTest.dynamicTest(name, () -> run.round(number, victim, delay)));
        }
        tests.add(DynamicTest.dynamicTest("nothing is left behind", run::end));
        return DynamicContainer.dynamicContainer(kind + " from round " + first + " on", tests);
    }
}
