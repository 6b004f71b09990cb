package dev.kiln.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A running server in a child process. Closing it asks it to stop, waits a bounded time and then kills it. If this
 * process ends without closing, a shutdown hook kills the child. Safe for use by several threads.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 10;

    private final ServerCommand command;
    private final Process process;
    private final Thread onExit;
    private final long startedNanos;

    private ServerProcess(ServerCommand command, Process process, long startedNanos) {
        this.command = command;
        this.process = process;
        this.startedNanos = startedNanos;
        this.onExit = new Thread(process::destroyForcibly, "stop-" + command.name());
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Starts the process and returns at once; the server does not take calls yet. */
    public static ServerProcess launch(ServerCommand command) {
        try {
            Files.createDirectories(command.directory());
            ProcessBuilder builder = new ProcessBuilder(command.commandLine())
                    .directory(command.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(command.log().toFile()));
            builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
            long now = System.nanoTime();
            return new ServerProcess(command, builder.start(), now);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.name(), e);
        }
    }

    /**
     * Starts the process and waits until its port takes connections.
     *
     * @throws IllegalStateException if the process ends or the limit passes before that; the message has the last lines
     *     of its output
     */
    public static ServerProcess start(ServerCommand command, Duration limit) {
        ServerProcess server = launch(command);
        try {
            server.awaitPort(limit);
            return server;
        } catch (RuntimeException e) {
            server.kill();
            throw e;
        }
    }

    private void awaitPort(Duration limit) {
        long deadline = startedNanos + limit.toNanos();
        while (!accepts()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(command.name() + " ended with exit code " + process.exitValue()
                        + " before it took calls:\n" + lastLines());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        command.name() + " took no calls within " + limit + ":\n" + lastLines());
            }
            pause();
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), command.port()), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command.name(), e);
        }
    }

    private String lastLines() {
        try (Stream<String> lines = Files.lines(command.log(), StandardCharsets.UTF_8)) {
            return lines.filter(line -> !line.isBlank()).limit(60).collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }

    public String name() {
        return command.name();
    }

    /** The connection string that a client takes, without parameters. */
    public String address() {
        return "sc://127.0.0.1:" + command.port();
    }

    public int port() {
        return command.port();
    }

    /** {@link System#nanoTime()} at the moment before the process was started. */
    public long startedNanos() {
        return startedNanos;
    }

    public Path log() {
        return command.log();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The largest resident set of the process so far, in bytes; empty where the platform does not tell. */
    public OptionalLong peakMemory() {
        return PeakMemory.of(process.pid());
    }

    /** Ends the process at once, as a crash or the operating system would, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(STOP_LIMIT);
        forget();
    }

    /** Asks the process to stop and waits; kills it when it does not stop in time. */
    @Override
    public void close() {
        process.destroy();
        if (!await(STOP_LIMIT)) {
            process.destroyForcibly();
            await(STOP_LIMIT);
        }
        forget();
    }

    private boolean await(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // This JVM is already going down: the hook runs or has run.
        }
    }
}
