package dev.kiln.bench.server;

import java.nio.file.Path;
import java.util.List;

/**
 * How to start one Spark Connect server in a process of its own.
 *
 * @param name what reports call the server
 * @param commandLine program and arguments
 * @param port the loopback port that the server will take calls on
 * @param directory working directory; the server's output goes to {@code <name>.log} in it
 */
public record ServerCommand(String name, List<String> commandLine, int port, Path directory) {

    public ServerCommand {
        commandLine = List.copyOf(commandLine);
        directory = directory.toAbsolutePath();
    }

    Path log() {
        return directory.resolve(name + ".log");
    }
}
