package dev.kiln.cli;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Kiln's command as a program that tests run in processes of their own, with a home in the build's directory. */
final class KilnScript {
    private final Path directory;
    private final Path program;

    /** What a run said. */
    record Outcome(int code, String out, String err) {}

    private KilnScript(Path directory, Path program) {
        this.directory = directory;
        this.program = program;
    }

    /** A fresh directory below {@code target}: JUnit's own complain of links, such as those to Spark's jars. */
    static KilnScript in(String name) throws IOException {
        Path directory = Path.of("target", name).toAbsolutePath();
        if (Files.exists(directory)) {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        Files.createDirectories(directory);
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-X") || flag.startsWith("-Dio.netty"))
                .forEach(line::add);
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        line.add("dev.kiln.cli.Main");
        return new KilnScript(
                directory, script(directory.resolve("kiln"), "exec '" + String.join("' '", line) + "' \"$@\""));
    }

    Path directory() {
        return directory;
    }

    Path program() {
        return program;
    }

    /** Writes a shell script. */
    static Path script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** Starts the command; standard error goes to the file {@code err}. */
    Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().put("KILN_HOME", directory.resolve("home").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs the command to its end. */
    Outcome run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Process process = start(environment, arguments);
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running: " + List.of(arguments));
            }
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(
                process.exitValue(),
                Files.readString(directory.resolve("out")),
                Files.readString(directory.resolve("err")));
    }
}
