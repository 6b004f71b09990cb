package dev.kiln.bench.store;

import dev.kiln.bench.contestant.HostProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A row table that is used by key, in a process of its own. Not safe for use by several threads. */
public final class RowTable implements AutoCloseable {
    private final HostProcess host;
    private final List<Operation> operations = List.of(
            new Operation("point read", "read", 2_000, Unit.MICROSECONDS),
            new Operation("point write", "write", 1_000, Unit.MICROSECONDS),
            new Operation("put of 1000 rows", "put", 10, Unit.rows(RowRoute.BATCH)));

    private RowTable(HostProcess host) {
        this.host = host;
    }

    /**
     * Starts the process, which makes the table and puts rows into it.
     *
     * @param home a directory for its log
     * @param locators of the store, which has a namespace {@code bench}
     * @param keys how many rows, in thousands
     */
    public static RowTable start(Path home, String locators, int keys) {
        Path temporary = home.resolve("tmp");
        try {
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + home, e);
        }
        HostProcess host = new HostProcess(
                "the client of row tables",
                Distribution.installed()
                        .sparkProgram(RowHost.class, "1g", temporary, List.of("-Dkiln.bench.locators=" + locators)),
                ProcessBuilder.Redirect.appendTo(home.resolve("rows.log").toFile()));
        RowTable table = new RowTable(host);
        host.ask("load " + keys * 1_000L);
        return table;
    }

    /**
     * What is done.
     *
     * @param name what it is
     * @param verb what the process calls it
     * @param count how often per turn
     */
    private record Operation(String name, String verb, int count, Unit unit) {}

    /** One turn: each operation by both ways. */
    public void turn(Map<String, Times> times) {
        for (Operation operation : operations) {
            for (String way : List.of("store", "jdbc")) {
                String[] nanos = host.ask(operation.verb + " " + way + " " + operation.count)
                        .split(" ");
                add(times, operation.name + ", p50", operation.unit, way, nanos[0]);
                if (operation.count >= 1_000) {
                    add(times, operation.name + ", p99", operation.unit, way, nanos[1]);
                }
            }
        }
    }

    private static void add(Map<String, Times> times, String name, Unit unit, String way, String nanos) {
        times.computeIfAbsent(name, any -> new Times(name, unit, Map.of()))
                .add(way, new Times.Sample(Long.parseLong(nanos) / 1e9, Double.NaN));
    }

    @Override
    public void close() {
        host.close();
    }
}
