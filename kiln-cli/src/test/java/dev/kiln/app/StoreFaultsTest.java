package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.cli.LoopbackStore;
import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.cli.output.OutputFormat;
import dev.kiln.cli.shell.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes from stock Spark and from a front door, while a server, locator, executor, driver or the front door itself is
 * killed: what was acknowledged is there once, and nothing is there by half. {@code -Dkiln.store.rounds=200} goes on for
 * long; {@code -Dkiln.store.seed} repeats the order of a run.
 */
@Tag("store")
final class StoreFaultsTest {
    private static final int ROUNDS = Integer.getInteger("kiln.store.rounds", 6);
    private static final int LONGEST_DELAY_MILLIS = 3_000;
    private static final int ANSWER_SECONDS = 240;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("kiln.store.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final MixedWrites writes = new MixedWrites(random);
    private LoopbackStore ring;
    private LoopbackSpark spark;
    private SparkDriver driver;
    private FrontDoor door;

    @AfterEach
    void end() {
        Stream.of(driver, door, spark, ring).forEach(part -> {
            if (part != null) {
                try {
                    part.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        });
    }

    @Test
    void acknowledgedWritesAreThereOnceAndNothingByHalf() throws Exception {
        assumeTrue(BothEngines.connector().isPresent(), "the connector's jar comes with mvn package");
        ring = new LoopbackStore(directory.resolve("store"));
        spark = new LoopbackSpark(directory.resolve("cluster"), LoopbackSpark.builtIn());
        startDriver();
        door = new FrontDoor(directory.resolve("home"), ring.locators());
        door.run("CREATE NAMESPACE store.faults");
        door.run(MixedWrites.CREATE);
        System.out.println("seed " + seed);
        for (int round = 1; round <= ROUNDS; round++) {
            long start = System.nanoTime();
            String what = round(round);
            System.out.printf(
                    "round %d: %s, %.1f s, %d writes acknowledged%n",
                    round, what, (System.nanoTime() - start) / 1e9, writes.acknowledged());
        }
        assertThat(writes.acknowledged()).isPositive();
    }

    private String round(int round) throws Exception {
        boolean bySpark = round % 2 == 0;
        MixedWrites.Write write = writes.next();
        CompletableFuture<Boolean> outcome = CompletableFuture.supplyAsync(() -> succeeds(write, bySpark));
        Thread.sleep(random.nextInt(LONGEST_DELAY_MILLIS));
        int victim = random.nextInt(ring.size() + 3);
        kill(victim);
        boolean done = outcome.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (done) {
            writes.acknowledged(write);
        }
        startAgain(victim);
        writes.check(look());
        return (bySpark ? "Spark" : "front door") + (done ? " wrote" : " failed") + ", " + name(victim) + " killed";
    }

    private String name(int victim) {
        return switch (victim - ring.size()) {
            case 0 -> "an executor";
            case 1 -> "the driver";
            case 2 -> "the front door";
            default -> "member " + victim;
        };
    }

    private void kill(int victim) throws Exception {
        switch (victim - ring.size()) {
            case 0 -> spark.executors().stream().findAny().ifPresent(ProcessHandle::destroyForcibly);
            case 1 -> driver.kill();
            case 2 -> door.kill();
            default -> ring.kill(victim);
        }
    }

    /** Spark itself replaces executors. */
    private void startAgain(int victim) throws Exception {
        switch (victim - ring.size()) {
            case 0 -> {}
            case 1 -> startDriver();
            case 2 -> door.start();
            default -> ring.startAgain(victim);
        }
    }

    private void startDriver() throws IOException {
        driver = spark.start(
                BothEngines.connector().orElseThrow(), Map.of("spark.kiln.store.locators", ring.locators()));
    }

    /** Whether somebody says that it is done; who is killed says nothing. */
    private boolean succeeds(MixedWrites.Write write, boolean bySpark) {
        try {
            if (bySpark) {
                driver.run(write.sql());
            } else {
                door.run(write.sql());
            }
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** What everybody sees, as soon as the store answers again. */
    private List<int[]> look() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (true) {
            try {
                return door.run(MixedWrites.LOOK)
                        .lines()
                        .skip(1)
                        .map(row -> Stream.of(row.split(","))
                                .mapToInt(Integer::parseInt)
                                .toArray())
                        .toList();
            } catch (RuntimeException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    /** A {@code kiln serve} in a process of its own. */
    private static final class FrontDoor implements AutoCloseable {
        private final Path home;
        private final String locators;
        private Process process;
        private String address;

        FrontDoor(Path home, String locators) throws IOException {
            this.home = home;
            this.locators = locators;
            start();
        }

        void start() throws IOException {
            List<String> command = LoopbackSpark.java("1g");
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.kiln.cli.Main",
                    "serve",
                    "--port=0",
                    "--home=" + home,
                    "--set=kiln.web.port=off",
                    "--set=kiln.warmUpTime=0s",
                    "--set=kiln.store.locators=" + locators));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            home.resolveSibling("home.log").toFile()))
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String ready = out.readLine();
            if (ready == null) {
                throw new AssertionError("no front door, see " + home.resolveSibling("home.log"));
            }
            address = ready.split(" ")[2];
        }

        /** What the statement answers, as CSV. */
        String run(String sql) {
            StringWriter out = new StringWriter();
            try (ConnectClient client = ConnectClient.open(RemoteAddress.parse(address + "/;user_id=tester"))) {
                new Script(client, OutputFormat.CSV, new PrintWriter(out), new PrintWriter(new StringWriter()))
                        .run(sql);
            }
            return out.toString();
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
