package dev.kiln.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** Kills a process that changes the catalog, again and again, and compares what it reported with what is there. */
class KilledCatalogTest {
    private static final int KILLS = 4;

    @TempDir
    Path home;

    @Test
    @Timeout(120)
    void noAcknowledgedChangeIsLostAndNoTableIsHalfThere() throws Exception {
        Random random = new Random(7);
        Set<String> acknowledged = new HashSet<>();
        Set<String> interrupted = new HashSet<>();
        for (int round = 0; round < KILLS; round++) {
            String pending = runAndKill(round, 20 + random.nextInt(120), acknowledged);
            try (PersistentCatalog catalog = PersistentCatalog.open(home, new Configuration())) {
                Set<String> tables = new HashSet<>(CollectionConverters.asJava(catalog.listTables("d")));
                Set<String> expected = new HashSet<>(acknowledged);
                if (!tables.equals(expected)) {
                    apply(pending, expected);
                }
                assertThat(tables).as("after %s", pending).isEqualTo(expected);
                for (String table : tables) {
                    assertThat(Path.of(catalog.getTable("d", table).location())).isDirectory();
                }
                acknowledged.clear();
                acknowledged.addAll(tables);
            }
            interrupted.addAll(List.of(pending.split(" ")));
            assertDirectoriesBelongToTables(acknowledged, interrupted);
        }
        assertThat(acknowledged).isNotEmpty();
    }

    private void assertDirectoriesBelongToTables(Set<String> tables, Set<String> interrupted) throws Exception {
        try (var directories = Files.list(home.resolve("d.db"))) {
            Set<String> names = new HashSet<>(
                    directories.map(file -> file.getFileName().toString()).toList());
            names.removeAll(tables);
            // an interrupted CREATE TABLE may have made its empty directory
            assertThat(names).isSubsetOf(interrupted);
        }
    }

    /** Lets a child work until it has reported some changes; returns the change that it was about to make. */
    private String runAndKill(int round, int changes, Set<String> acknowledged) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(CatalogChanger.class.getName(), home.toString(), Integer.toString(round)));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String pending = "";
            int seen = 0;
            String line = output.readLine();
            while (line != null) {
                if (line.startsWith("done")) {
                    apply(pending, acknowledged);
                    if (++seen == changes) {
                        // the process handle, because Process.destroyForcibly closes the output as well
                        child.toHandle().destroyForcibly();
                    }
                } else {
                    pending = line;
                }
                line = output.readLine();
            }
            assertThat(seen).isGreaterThanOrEqualTo(changes);
            return pending;
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void apply(String change, Set<String> tables) {
        String[] words = change.split(" ");
        switch (words[0]) {
            case "create" -> tables.add(words[1]);
            case "drop" -> tables.remove(words[1]);
            case "rename" -> {
                tables.remove(words[1]);
                tables.add(words[2]);
            }
            default -> throw new IllegalArgumentException(change);
        }
    }

    /** The child: announces each change before and after it makes it, until it is killed or nobody listens any more. */
    static final class CatalogChanger {
        private CatalogChanger() {}

        public static void main(String[] arguments) {
            Path home = Path.of(arguments[0]);
            String prefix = "r" + arguments[1] + "_";
            try (PersistentCatalog catalog = PersistentCatalog.open(home, new Configuration())) {
                catalog.createDatabase(CatalogFixtures.database("d", home), true);
                for (int i = 0; !System.out.checkError(); i++) {
                    String name = prefix + i;
                    report("create " + name, () -> catalog.createTable(CatalogFixtures.table("d", name), false));
                    report("rename " + name + " " + name + "x", () -> catalog.renameTable("d", name, name + "x"));
                    if (i % 3 != 0) {
                        report("drop " + name + "x", () -> catalog.dropTable("d", name + "x", false, false));
                    }
                }
            }
        }

        private static void report(String change, Runnable work) {
            System.out.println(change);
            work.run();
            System.out.println("done");
        }
    }
}
