package dev.kiln.spark.cluster;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.process.JavaCommand;
import dev.kiln.spark.process.LocalNames;
import dev.kiln.spark.process.ProcessEnd;
import dev.kiln.spark.process.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Starts one daemon as a process that outlives this one, and waits until it is of use. */
final class DaemonStart {
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final MemorySize HEAP = MemorySize.ofMebibytes(512);
    private static final int QUOTED_LINES = 8;

    private final ClusterDirectory directory;
    private final Distribution distribution;

    DaemonStart(ClusterDirectory directory, Distribution distribution) {
        this.directory = directory;
        this.distribution = distribution;
    }

    /** What is known of a daemon only once it runs. */
    record Started(ProcessIdentity process, Path log, Map<String, String> found) {}

    /**
     * Starts it and waits for what it must have written to its log to be of use.
     *
     * @param awaited by name; the first group of each is what was to be known
     * @throws SparkSetupException if it ends or says nothing of the kind in time; then nothing is left running
     */
    Started start(
            String name,
            DaemonRole role,
            String host,
            Map<String, String> properties,
            List<String> arguments,
            Map<String, Pattern> awaited) {
        Path log = directory.logs().resolve(name + ".log");
        Map<String, String> all = new HashMap<>(properties);
        all.put("log4j2.configurationFile", logging().toUri().toString());
        all.put("kiln.log", log.toString());
        JavaCommand command =
                new JavaCommand(distribution, HEAP, List.of(), List.of(), List.of(), all, role.mainClass(), arguments);
        try {
            // Of an earlier daemon of the same name; what it wrote must not be taken for what this one writes.
            Files.deleteIfExists(log);
            Process process = launch(name, command, host);
            boolean ready = false;
            try {
                Map<String, String> found = await(process, name, log, awaited);
                ready = true;
                return new Started(ProcessIdentity.of(process.toHandle()), log, found);
            } finally {
                if (!ready) {
                    ProcessEnd.of(ProcessIdentity.of(process.toHandle()), PATIENCE);
                }
            }
        } catch (IOException e) {
            throw new SparkSetupException("cannot start the " + role.word() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparkSetupException("interrupted while starting the " + role.word(), e);
        }
    }

    private Process launch(String name, JavaCommand command, String host) throws IOException {
        List<String> line = new ArrayList<>();
        // Closing the terminal is not to end the cluster.
        nohup().ifPresent(program -> line.add(program.toString()));
        line.addAll(command.line());
        File console = directory.logs().resolve(name + ".out").toFile();
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.directory().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(console);
        builder.environment().putAll(distribution.environment());
        if (LocalNames.isLoopback(host)) {
            // What listens for this machine alone must not listen on all its addresses.
            builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
            builder.environment().put("SPARK_LOCAL_HOSTNAME", host);
        }
        return builder.start();
    }

    private Map<String, String> await(Process process, String name, Path log, Map<String, Pattern> awaited)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            boolean ended = process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            Map<String, String> found = find(log, awaited);
            if (found.size() == awaited.size()) {
                return found;
            }
            if (ended) {
                throw new SparkSetupException(
                        "the " + name + " ended with code " + process.exitValue() + ":\n" + lastLines(name, log));
            }
            if (System.nanoTime() > deadline) {
                throw new SparkSetupException(
                        "the " + name + " is not ready after " + LONGEST.toSeconds() + " s:\n" + lastLines(name, log));
            }
        }
    }

    private static Map<String, String> find(Path log, Map<String, Pattern> awaited) throws IOException {
        Map<String, String> found = new HashMap<>();
        if (Files.exists(log)) {
            String text = Files.readString(log);
            awaited.forEach((name, pattern) -> {
                Matcher matcher = pattern.matcher(text);
                if (matcher.find()) {
                    found.put(name, matcher.group(1));
                }
            });
        }
        return found;
    }

    private String lastLines(String name, Path log) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : List.of(log, directory.logs().resolve(name + ".out"))) {
            if (Files.exists(file)) {
                try (Stream<String> said = Files.lines(file)) {
                    said.filter(line -> !line.startsWith("\tat ")).forEach(lines::add);
                }
            }
        }
        List<String> last = lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size());
        return String.join("\n", last) + "\n(the whole log is " + log + ")";
    }

    /** Spark's own settings would log to the console, without bound. */
    private Path logging() {
        Path file = directory.directory().resolve("log4j2.properties");
        try {
            Files.writeString(file, """
                    rootLogger.level = info
                    rootLogger.appenderRef.file.ref = file
                    appender.file.type = RollingFile
                    appender.file.name = file
                    appender.file.fileName = ${sys:kiln.log}
                    appender.file.filePattern = ${sys:kiln.log}.%i
                    appender.file.layout.type = PatternLayout
                    appender.file.layout.pattern = %d{yyyy-MM-dd HH:mm:ss} %p %c{1}: %m%n%ex
                    appender.file.policy.type = SizeBasedTriggeringPolicy
                    appender.file.policy.size = 16MB
                    appender.file.strategy.type = DefaultRolloverStrategy
                    appender.file.strategy.max = 3
                    """);
            return file;
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Path> nohup() {
        return Stream.of("/usr/bin/nohup", "/bin/nohup")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
