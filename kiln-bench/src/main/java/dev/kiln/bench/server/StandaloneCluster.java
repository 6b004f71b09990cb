package dev.kiln.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A master and a worker of stock Spark on this machine, started by {@code kiln cluster} and ended when closed. */
public final class StandaloneCluster implements AutoCloseable {
    private static final int LIMIT_SECONDS = 120;
    private static final String COMMAND_HEAP = "128m";

    private final Servers servers;
    private final Path home;
    private final int port;
    private final int restPort;
    private final int pagePort = freePort();
    private final String memory;

    private StandaloneCluster(Servers servers, Path home, int port, int restPort, String memory) {
        this.servers = servers;
        this.home = home;
        this.port = port;
        this.restPort = restPort;
        this.memory = memory;
    }

    /**
     * Starts a master and a worker on free ports and waits until the master knows the worker.
     *
     * @param servers whose {@code kiln} program to run
     * @param home a directory for its logs
     * @param memory of the worker, such as {@code 4g}
     */
    public static StandaloneCluster start(Servers servers, Path home, String memory) {
        StandaloneCluster cluster = new StandaloneCluster(servers, home, freePort(), freePort(), memory);
        try {
            cluster.startMaster();
            cluster.startWorker();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts the master, also where one was before that has been killed; its workers come back to it. */
    public void startMaster() {
        kiln("start-master", "--port=" + port, "--rest-port=" + restPort, "--webui-port=" + pagePort);
    }

    /** Starts a worker, also in place of one that has been killed. */
    public void startWorker() {
        kiln("start-worker", "--memory=" + memory, "--webui-port=" + freePort());
    }

    /** The settings with which Kiln has its engines there. */
    public Map<String, String> settings() {
        return Map.of(
                "kiln.spark.master", "spark://localhost:" + port, "spark.master.rest.port", Integer.toString(restPort));
    }

    private void kiln(String command, String... options) {
        List<String> line = new ArrayList<>(servers.command(COMMAND_HEAP, home.resolve("jvm")));
        line.addAll(List.of("cluster", command));
        line.add("--home=" + home.toAbsolutePath());
        line.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output;
            try (InputStream in = process.getInputStream()) {
                process.getOutputStream().close();
                output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("kiln cluster " + command + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("kiln cluster " + command + " failed:\n" + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kiln cluster " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    @Override
    public void close() {
        kiln("stop-all");
    }
}
