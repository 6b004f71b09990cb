package dev.kiln.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.kiln.bench.report.Progress;
import dev.kiln.bench.report.Report;
import dev.kiln.bench.server.ServerOptions;
import dev.kiln.bench.server.ServerProcess;
import dev.kiln.bench.server.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What all benchmarks have in common: where data lives, who takes part, where results go. */
final class BenchOptions {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /** Those who can take part besides Kiln itself. */
    enum Peer {
        SPARK,
        DUCKDB
    }

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where data sets are kept and servers live (default: ${DEFAULT-VALUE}).")
    private Path home = Path.of(System.getProperty("user.home"), ".kiln", "bench");

    @Option(
            names = "--against",
            split = ",",
            paramLabel = "PEER",
            description = "Who else takes part: ${COMPLETION-CANDIDATES}.")
    private Set<Peer> peers = Set.of();

    @Option(names = "--heap", description = "Maximum heap of each server (default: ${DEFAULT-VALUE}).")
    private String heap = "4g";

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results to a file as JSON.")
    private Optional<Path> json = Optional.empty();

    private final Progress progress = new Progress(System.err);

    Path home() {
        return home.toAbsolutePath();
    }

    boolean against(Peer peer) {
        return peers.contains(peer);
    }

    Set<Peer> peers() {
        return new TreeSet<>(peers);
    }

    Progress progress() {
        return progress;
    }

    /** Maximum heap of a server, as the JVM writes it. */
    String heap() {
        return heap;
    }

    /** Starts Kiln's server on an empty home. */
    ServerProcess startKiln() {
        return startKiln(Map.of());
    }

    /** Starts Kiln's server on an empty home, with settings. */
    ServerProcess startKiln(Map<String, String> settings) {
        return ServerProcess.start(
                Servers.fromSystemProperties().kiln(emptied("kiln"), heap, new ServerOptions(Map.of(), settings)),
                START_LIMIT);
    }

    /** Starts Spark's own Connect server on an empty warehouse. */
    ServerProcess startSpark() {
        return ServerProcess.start(
                Servers.fromSystemProperties().spark(emptied("spark"), heap, ServerOptions.none()), START_LIMIT);
    }

    /** Starts Kiln, and Spark if it takes part, for as long as the work goes on. */
    void onServers(Consumer<List<ServerProcess>> work) {
        progress.show("starting the servers");
        List<ServerProcess> servers = new ArrayList<>();
        try {
            servers.add(startKiln());
            if (against(Peer.SPARK)) {
                servers.add(startSpark());
            }
            work.accept(servers);
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    /** A directory of its own for a part of the benchmark, with nothing in it. */
    Path emptied(String name) {
        Path directory = home().resolve("servers").resolve(name);
        if (Files.exists(directory)) {
            try {
                MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot empty " + directory, e);
            }
        }
        return directory;
    }

    /** Prints the report, and writes it as JSON if that was asked for. */
    void publish(Report report) {
        print(report);
        json.ifPresent(file -> write(report.json(), file));
    }

    /** Prints the reports, and writes them as one JSON array if that was asked for. */
    void publish(List<Report> reports) {
        reports.forEach(this::print);
        json.ifPresent(file -> write(reports.stream().map(Report::json).toList(), file));
    }

    private void print(Report report) {
        progress.done();
        System.out.print(report.text());
        System.out.flush();
    }

    private static void write(Object results, Path file) {
        try {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), results);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
