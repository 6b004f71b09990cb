package dev.kiln.engine.files.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that overwrites one directory again and again; what is left must be one whole generation of files. */
class KilledWriterTest {
    private static final int KILLS = 3;
    private static final int FILES = 9;

    @TempDir
    Path home;

    @Test
    @Timeout(120)
    void aReaderFindsOneWholeWrite() throws Exception {
        Random random = new Random(11);
        int before = -1;
        for (int round = 0; round < KILLS; round++) {
            int acknowledged = runAndKill(before + 1, 3 + random.nextInt(10), random.nextInt(4_000_000));
            new WriteJobs(home).close();
            int found = generation();
            assertThat(found).isBetween(acknowledged, acknowledged + 1);
            before = found;
        }
    }

    private int generation() throws Exception {
        Map<String, Integer> contents = new HashMap<>();
        try (var files = Files.walk(home.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("part-")) {
                    contents.merge(Files.readString(file), 1, Integer::sum);
                }
            }
        }
        assertThat(contents).hasSize(1).containsValue(FILES);
        try (var files = Files.walk(home)) {
            assertThat(files.map(Path::toString))
                    .noneMatch(name -> name.contains(".kiln-staging-") || name.endsWith(".write"));
        }
        return Integer.parseInt(contents.keySet().iterator().next());
    }

    /** Lets a child write until it has reported some commits, and a bit longer; returns the last one that it reported. */
    private int runAndKill(int first, int commits, int extraNanos) throws Exception {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        home.toString(),
                        Integer.toString(first)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            int last = -1;
            int seen = 0;
            String line = output.readLine();
            while (line != null) {
                last = Integer.parseInt(line);
                if (++seen == commits) {
                    TimeUnit.NANOSECONDS.sleep(extraNanos);
                    // the process handle, because Process.destroyForcibly closes the output as well
                    child.toHandle().destroyForcibly();
                }
                line = output.readLine();
            }
            assertThat(seen).isGreaterThanOrEqualTo(commits);
            return last;
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The child: each generation replaces the one before, until it is killed or nobody listens any more. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            Path home = Path.of(arguments[0]);
            WriteJobs jobs = new WriteJobs(home);
            Path output = home.resolve("out");
            for (int generation = Integer.parseInt(arguments[1]); !System.out.checkError(); generation++) {
                WriteJobs.Job job = jobs.start(output, false, output);
                for (int i = 0; i < FILES; i++) {
                    job.write(i % 2 == 0 ? "" : "p=" + i % 3, Integer.toString(generation));
                }
                job.commit();
                System.out.println(generation);
            }
        }
    }
}
