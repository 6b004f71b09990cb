package dev.kiln.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.engine.files.read.FileScanTranslator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process between the moment when a command has its files in place and the moment when the catalog knows of
 * them, and some time around it. Each command has then happened or not.
 */
class KilledCommandTest {
    private static final int LIMIT_SECONDS = 120;

    @TempDir
    Path home;

    /** The commands, and what the tables hold after the first so many of them. */
    private static final class Story {
        private Story() {}

        static final int LENGTH = 8;

        static void run(int number, SparkSession spark) {
            switch (number % LENGTH) {
                case 0 ->
                    spark.sql("create table t using parquet partitioned by (p) as"
                            + " select v, p from values (1, 1), (2, 2) as r(v, p)");
                case 1 -> spark.sql("insert into t values (3, 2), (4, 3)");
                case 2 ->
                    spark.sql("select v + 10 as w, p from t")
                            .write()
                            .mode("overwrite")
                            .saveAsTable("copy" + number / LENGTH % 2);
                case 3 -> spark.sql("insert overwrite t partition (p = 2) values (5)");
                case 4 -> spark.sql("truncate table t partition (p = 1)");
                case 5 -> spark.sql("truncate table t");
                case 6 ->
                    spark.sql("select 'new' as v").write().mode("overwrite").saveAsTable("t");
                default -> spark.sql("drop table t");
            }
        }

        static List<String> rowsAfter(int commands) {
            return switch (commands % LENGTH) {
                case 1 -> List.of("[1,1]", "[2,2]");
                case 2, 3 -> List.of("[1,1]", "[2,2]", "[3,2]", "[4,3]");
                case 4 -> List.of("[1,1]", "[4,3]", "[5,2]");
                case 5 -> List.of("[4,3]", "[5,2]");
                case 6 -> List.of();
                case 7 -> List.of("[new]");
                default -> List.of("no table");
            };
        }
    }

    @Test
    @Timeout(600)
    void eachCommandHasHappenedOrNot() throws Exception {
        int before = 0;
        int[] kills = {1, 5, 6, 2};
        for (int placements : kills) {
            int acknowledged = runAndKill(before, placements);
            try (FileEngine engine = new FileEngine(home, new FileScanTranslator())) {
                List<String> found = rows(engine);
                assertThat(found).isIn(Story.rowsAfter(acknowledged), Story.rowsAfter(acknowledged + 1));
                before = found.equals(Story.rowsAfter(acknowledged)) ? acknowledged : acknowledged + 1;
                assertDirectoriesAreTables(engine);
                if (before % Story.LENGTH == 0) {
                    engine.with(spark -> {
                        Story.run(0, spark);
                        return null;
                    });
                    before++;
                }
            }
        }
    }

    private static List<String> rows(FileEngine engine) {
        boolean exists = engine.with(spark -> spark.catalog().tableExists("t"));
        return exists
                ? engine.sql("select * from t").stream()
                        .map(Row::toString)
                        .sorted()
                        .toList()
                : List.of("no table");
    }

    private void assertDirectoriesAreTables(FileEngine engine) throws IOException {
        TreeSet<String> tables = new TreeSet<>();
        engine.sql("show tables").forEach(row -> tables.add(row.getString(1)));
        TreeSet<String> directories = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(home.resolve("warehouse"))) {
            children.forEach(child -> directories.add(child.getFileName().toString()));
        }
        assertThat(directories).isEqualTo(tables);
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.map(Path::toString))
                    .noneMatch(name -> name.contains(".kiln-staging-") || name.endsWith(".write"));
        }
    }

    /** Lets a child run the story until its files were in place for so many commands; returns the commands that ended. */
    private int runAndKill(int first, int placements) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Child.class.getName(), home.toString(), Integer.toString(first)));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            awaitPlacements(child, placements);
            // the process handle, because Process.destroyForcibly closes the output as well
            child.toHandle().destroyForcibly();
            int last = first;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last = Integer.parseInt(line);
            }
            return last;
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void awaitPlacements(Process child, int wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        TreeSet<String> seen = new TreeSet<>();
        while (child.isAlive() && System.nanoTime() < deadline) {
            seen.addAll(placements());
            if (seen.size() >= wanted) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the child is dead or does nothing");
    }

    /** The writes whose files are in place, or on the way there, and that the catalog may not know of. */
    private List<String> placements() throws IOException {
        List<String> found = new ArrayList<>();
        Path journal = home.resolve("writes");
        if (Files.isDirectory(journal)) {
            try (DirectoryStream<Path> records = Files.newDirectoryStream(journal, "*.write")) {
                for (Path write : records) {
                    if (Files.readString(write).contains("\"mark\"")) {
                        found.add(write.getFileName().toString());
                    }
                }
            } catch (NoSuchFileException e) {
                // ended since it was listed
            }
        }
        return found;
    }

    /** The child: runs the story again and again, until it is killed or nobody listens any more. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            try (FileEngine engine = new FileEngine(Path.of(arguments[0]), new FileScanTranslator())) {
                for (int number = Integer.parseInt(arguments[1]); !System.out.checkError(); number++) {
                    int current = number;
                    engine.with(spark -> {
                        Story.run(current, spark);
                        return null;
                    });
                    System.out.println(number + 1);
                }
            }
        }
    }
}
