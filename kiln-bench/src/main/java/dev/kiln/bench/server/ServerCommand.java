package dev.kiln.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start one Spark Connect server in a JVM of its own.
 *
 * @param name what reports call the server
 * @param jvmFlags flags of the JVM, heap and system properties included
 * @param classPath class path in the platform's form
 * @param mainClass fully qualified name of the main class
 * @param arguments arguments of the main class
 * @param port the loopback port that the server will take calls on
 * @param directory working directory; the server's output goes to {@code <name>.log} in it
 */
public record ServerCommand(
        String name,
        List<String> jvmFlags,
        String classPath,
        String mainClass,
        List<String> arguments,
        int port,
        Path directory) {

    public ServerCommand {
        jvmFlags = List.copyOf(jvmFlags);
        arguments = List.copyOf(arguments);
    }

    /** The command line, beginning with the {@code java} that runs this very process. */
    List<String> commandLine() {
        List<String> line = new ArrayList<>();
        line.add(ProcessHandle.current().info().command().orElseGet(() -> Path.of(
                        System.getProperty("java.home"), "bin", "java")
                .toString()));
        line.addAll(jvmFlags);
        line.add("-cp");
        line.add(classPath);
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }

    Path log() {
        return directory.resolve(name + ".log");
    }
}
