package dev.kiln.bench;

import dev.kiln.bench.report.Report;
import dev.kiln.bench.report.Table;
import dev.kiln.bench.server.ServerProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.apache.spark.sql.connect.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiln bench latency}: small statements, one client and eight. */
@Command(name = "latency", mixinStandardHelpOptions = true, description = "Times small statements.")
final class LatencyCommand implements Callable<Integer> {
    private static final int ROWS = 1_000_000;
    private static final List<Integer> CLIENTS = List.of(1, 8);

    /** The statements; the number lets a client ask something new each time. */
    private enum Workload {
        SELECT_1("SELECT 1"),
        SMALL_AGGREGATE("SELECT k, count(*), sum(v) FROM bench_small GROUP BY k ORDER BY k"),
        POINT_QUERY("SELECT id, v, name FROM bench_points WHERE id = %d");

        private final String text;

        Workload(String text) {
            this.text = text;
        }

        String statement(int number) {
            return String.format(text, Math.floorMod(number * 7_919L, ROWS));
        }

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--operations",
            description = "Measured statements of each client and workload (default: ${DEFAULT-VALUE}).")
    private int operations = 200;

    @Option(
            names = "--warm-up",
            description = "Statements that each server answers before any is measured (default: ${DEFAULT-VALUE}).")
    private int warmUp = 2_000;

    @Option(names = "--runs", description = "Turns over which they are spread (default: ${DEFAULT-VALUE}).")
    private int runs = 4;

    @Override
    public Integer call() {
        options.onServers(servers -> {
            servers.forEach(LatencyCommand::fill);
            warmUp(servers);
            options.publish(measure(servers));
        });
        return 0;
    }

    private static void fill(ServerProcess server) {
        try (SparkSession session =
                SparkSession.builder().remote(server.address()).create()) {
            session.range(ROWS)
                    .selectExpr("id", "id * 2 AS v", "concat('name ', id) AS name")
                    .write()
                    .saveAsTable("bench_points");
            session.range(10_000).selectExpr("id % 10 AS k", "id AS v").write().saveAsTable("bench_small");
        }
    }

    /**
     * Servers are long-lived, so what counts is how they answer once they are warm. The client, whose code is compiled
     * meanwhile as well, is the same for all.
     */
    private void warmUp(List<ServerProcess> servers) {
        int turns = 4;
        for (Turn turn : Turn.of(turns, 0)) {
            for (ServerProcess server : servers) {
                options.progress().show(turn.label() + ", " + server.name());
                try (LatencyClients client = new LatencyClients(server.address(), 1)) {
                    for (Workload workload : Workload.values()) {
                        client.run(workload::statement, warmUp / turns / Workload.values().length);
                    }
                }
            }
        }
    }

    private Report measure(List<ServerProcess> servers) {
        Table table = new Table(List.of("workload", "clients", "server", "p50 ms", "p95 ms", "p99 ms", "per second"));
        Map<String, Double> summary = new LinkedHashMap<>();
        for (Workload workload : Workload.values()) {
            for (int clients : CLIENTS) {
                Map<String, LatencySample> samples = measure(servers, workload, clients);
                samples.forEach((name, sample) -> table.add(List.of(
                        workload.label(),
                        clients,
                        name,
                        sample.milliseconds(50),
                        sample.milliseconds(95),
                        sample.milliseconds(99),
                        sample.perSecond())));
                if (samples.containsKey("spark")) {
                    summary.put(
                            workload.label() + ", " + clients + " client(s), p50 of spark / kiln",
                            samples.get("spark").milliseconds(50)
                                    / samples.get("kiln").milliseconds(50));
                }
            }
        }
        Map<String, Long> memory = new LinkedHashMap<>();
        servers.forEach(server -> Report.note(memory, server.name(), server.peakMemory()));
        return new Report(
                "latency", Map.of("operations", operations, "runs", runs, "warm-up", warmUp), table, summary, memory);
    }

    private Map<String, LatencySample> measure(List<ServerProcess> servers, Workload workload, int clients) {
        Map<String, LatencyClients> measured = new LinkedHashMap<>();
        Map<String, LatencySample> samples = new LinkedHashMap<>();
        try {
            for (ServerProcess server : servers) {
                measured.put(server.name(), new LatencyClients(server.address(), clients));
                samples.put(server.name(), new LatencySample(new Histogram(3), 0));
            }
            for (int run = 0; run <= runs; run++) {
                for (Map.Entry<String, LatencyClients> server : measured.entrySet()) {
                    options.progress().show(workload.label() + ", " + clients + " client(s), " + server.getKey());
                    LatencySample sample = server.getValue().run(workload::statement, Math.max(1, operations / runs));
                    if (run > 0) {
                        samples.merge(server.getKey(), sample, LatencySample::plus);
                    }
                }
            }
            return samples;
        } finally {
            measured.values().forEach(LatencyClients::close);
        }
    }
}
