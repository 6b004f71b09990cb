package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.app.TwoSides.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The catalog that both engines share, when both change it at once, and when one of them dies. */
@Tag("engines")
@Timeout(240)
final class SharedCatalogFaultsTest {
    private static final int ROUNDS = 15;

    @TempDir
    private Path home;

    @Test
    void changesAtTheSameTimeAreNotLostAndOnlyOneSideMakesATable() throws Exception {
        try (TwoSides sides = TwoSides.open(home, Map.of())) {
            sides.spark().run("SELECT 1");
            List<Callable<Set<String>>> work = new ArrayList<>();
            for (String name : List.of("embedded", "spark", "embedded", "spark")) {
                work.add(() -> createTables(sides, name));
            }
            ExecutorService threads = Executors.newFixedThreadPool(work.size());
            Set<String> created = new HashSet<>();
            try {
                for (Future<Set<String>> done : threads.invokeAll(work, 200, TimeUnit.SECONDS)) {
                    for (String table : done.get()) {
                        assertThat(created.add(table))
                                .as("%s is made once", table)
                                .isTrue();
                    }
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(created).hasSize(2 * ROUNDS);
            for (Side side : List.of(sides.embedded(), sides.spark())) {
                assertThat(side.run("SHOW TABLES LIKE 'r*'").lines().filter(line -> line.contains(",r")))
                        .hasSize(ROUNDS);
                assertThat(side.run("SHOW DATABASES LIKE 'd*'").lines()).hasSize(1 + 1 + ROUNDS);
            }
        }
    }

    /** Tries to make tables that others try to make as well; returns those that it made. */
    private static Set<String> createTables(TwoSides sides, String name) {
        Set<String> made = new HashSet<>();
        try (Side side = sides.side(name)) {
            for (int i = 0; i < ROUNDS; i++) {
                String outcome = side.outcome("CREATE TABLE r" + i + " (a INT) USING parquet");
                if (outcome.startsWith("!")) {
                    assertThat(outcome).contains("TABLE_OR_VIEW_ALREADY_EXISTS");
                } else {
                    made.add("r" + i);
                    made.add("d" + i);
                    assertThat(side.outcome("CREATE DATABASE d" + i)).doesNotStartWith("!");
                }
            }
        }
        return made;
    }

    @Test
    void theCatalogOutlivesBothSidesAndAKilledDriver() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        String pending;
        try (TwoSides sides = TwoSides.open(home, Map.of())) {
            sides.spark().run("CREATE TABLE lasting USING parquet AS SELECT id FROM range(10)");
            pending = killWhileItCreates(sides, acknowledged);
            Set<String> there = tables(sides.embedded());
            there.remove(pending);
            assertThat(there).isEqualTo(acknowledged);
            try (Side next = sides.side("spark")) {
                assertThat(next.run("SELECT count(*) FROM lasting")).contains("10");
                next.run("INSERT INTO lasting VALUES (10)");
            }
        }
        try (TwoSides again = TwoSides.open(home, Map.of())) {
            Set<String> there = tables(again.embedded());
            there.remove(pending);
            assertThat(there).isEqualTo(acknowledged);
            for (Side side : List.of(again.embedded(), again.spark())) {
                assertThat(side.run("SELECT count(*) FROM lasting")).contains("11");
            }
        }
    }

    private static Set<String> tables(Side side) {
        Set<String> names = new HashSet<>();
        side.run("SHOW TABLES LIKE 'k*'").lines().forEach(line -> {
            if (line.contains(",k")) {
                names.add(line.split(",")[1]);
            }
        });
        return names;
    }

    /** Returns the table that was being made when the driver was killed. */
    private static String killWhileItCreates(TwoSides sides, Set<String> acknowledged) throws Exception {
        ProcessHandle driver = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
        ExecutorService killer = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> killed = killer.submit(() -> {
                while (acknowledged.size() < 10) {
                    Thread.sleep(5);
                }
                return driver.destroyForcibly();
            });
            for (int i = 0; i < 10_000; i++) {
                String outcome = sides.spark().outcome("CREATE TABLE k" + i + " (a INT) USING parquet");
                if (outcome.startsWith("!")) {
                    assertThat(killed.get()).isTrue();
                    return "k" + i;
                }
                acknowledged.add("k" + i);
            }
            throw new AssertionError("the driver was never killed");
        } finally {
            killer.shutdownNow();
        }
    }
}
