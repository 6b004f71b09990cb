package dev.kiln.bench.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A locator and servers on the loopback address, started by {@code kiln store} and ended when closed. */
public final class StoreRing implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int LIMIT_SECONDS = 120;

    private final Distribution distribution;
    private final Path home;
    private final int port = freePort();
    private final List<List<String>> stops = new ArrayList<>();
    private final List<ProcessHandle> servers = new ArrayList<>();

    private StoreRing(Distribution distribution, Path home) {
        this.distribution = distribution;
        this.home = home;
    }

    /**
     * Starts a store and waits until it is ready.
     *
     * @param home a directory for the directories of its members
     * @param servers how many, besides one locator
     * @param memory of each server, outside of its heap, such as {@code 2g}
     */
    public static StoreRing start(Path home, int servers, String memory) {
        StoreRing ring = new StoreRing(Distribution.installed(), home);
        try {
            ring.start("locator", "locator", List.of("--port=" + ring.port));
            for (int i = 1; i <= servers; i++) {
                List<String> options = List.of("--locators=" + ring.locators(), "--memory=" + memory);
                ring.servers.add(ring.start("server", "server" + i, options));
            }
            return ring;
        } catch (RuntimeException e) {
            ring.close();
            throw e;
        }
    }

    /** What clients are told. */
    public String locators() {
        return HOST + ":" + port;
    }

    /** Seconds of processor time that all servers have taken so far. */
    public double processor() {
        return servers.stream()
                .map(server -> server.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(taken -> taken.toNanos() / 1e9)
                .sum();
    }

    private ProcessHandle start(String role, String name, List<String> options) {
        String directory = "--dir=" + home.resolve(name);
        stops.add(0, List.of(role, "stop", directory));
        List<String> arguments = new ArrayList<>(List.of(role, "start", directory, "--host=" + HOST, "--json"));
        arguments.addAll(options);
        String started = kiln(arguments);
        try {
            long id = new ObjectMapper().readTree(started).path("process").longValue();
            return ProcessHandle.of(id)
                    .orElseThrow(() -> new IllegalStateException("the " + role + " has ended: " + started));
        } catch (IOException e) {
            throw new UncheckedIOException("this says nothing of a process: " + started, e);
        }
    }

    private String kiln(List<String> arguments) {
        List<String> command = Stream.concat(Stream.of(distribution.launcher().toString(), "store"), arguments.stream())
                .toList();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output;
            try (InputStream in = process.getInputStream()) {
                output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The first of three ports that are free, as a locator wants them. */
    private static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
                int port = first.getLocalPort();
                if (isFree(port + 1) && isFree(port + 2)) {
                    return port;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no free port", e);
            }
        }
        throw new IllegalStateException("no three free ports in a row");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.isBound();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void close() {
        stops.forEach(this::kiln);
    }
}
