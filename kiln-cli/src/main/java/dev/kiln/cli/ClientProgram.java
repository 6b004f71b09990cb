package dev.kiln.cli;

import dev.kiln.app.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program of the distribution that uses the official client. It runs in a process of its own, because the client's
 * classes bear the names of classes of Spark that the server uses.
 *
 * @param mainClass in a jar of the distribution's {@code lib/client}
 */
record ClientProgram(String mainClass) {
    /**
     * Runs the program with this process's input and output until it ends.
     *
     * @param environment variables that are added to those of this process; unlike arguments, others cannot see them
     * @return its exit code
     */
    int run(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        command.add("-Djava.library.path=" + distribution().resolve("lib/native"));
        command.add("-Dkiln.distribution=" + distribution());
        command.add("-cp");
        command.add(distribution().resolve("lib/client") + "/*");
        command.add(mainClass);
        command.addAll(arguments);
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UserException("cannot start " + command.get(0) + ": " + e.getMessage(), e);
        }
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }

    /** Where the launcher lies that started this process. */
    static Path distribution() {
        return Optional.ofNullable(System.getProperty("kiln.distribution"))
                .map(Path::of)
                .filter(Files::isDirectory)
                .orElseThrow(() -> new UserException("this command needs the launcher of a distribution"));
    }

    private static List<String> flags() {
        Path file = distribution().resolve("conf/jvm.flags");
        try {
            return List.of(Files.readString(file).strip().split("\\s+"));
        } catch (IOException e) {
            throw new UserException("the distribution is damaged: " + file + " cannot be read", e);
        }
    }
}
