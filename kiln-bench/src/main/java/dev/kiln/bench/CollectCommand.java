package dev.kiln.bench;

import dev.kiln.bench.report.Report;
import dev.kiln.bench.report.Statistics;
import dev.kiln.bench.report.Table;
import dev.kiln.bench.server.ServerProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.apache.spark.sql.connect.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiln bench collect}: a large result, as bare messages and into the official client. */
@Command(name = "collect", mixinStandardHelpOptions = true, description = "Times the way of a large result.")
final class CollectCommand implements Callable<Integer> {
    private static final String QUERY = "SELECT id, price, name, day FROM bench_collect";

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--rows", description = "Rows of the result (default: ${DEFAULT-VALUE}).")
    private long rows = 1_000_000;

    @Option(names = "--warm-up", description = "Runs before any is measured (default: ${DEFAULT-VALUE}).")
    private int warmUp = 3;

    @Option(names = "--runs", description = "Measured runs (default: ${DEFAULT-VALUE}).")
    private int runs = 7;

    @Override
    public Integer call() {
        options.onServers(servers -> {
            servers.forEach(this::fill);
            options.publish(measure(servers));
        });
        return 0;
    }

    private void fill(ServerProcess server) {
        try (SparkSession session =
                SparkSession.builder().remote(server.address()).create()) {
            session.range(rows)
                    .selectExpr(
                            "id",
                            "id * 1.5D AS price",
                            "concat('customer ', id % 1000) AS name",
                            "date_add(DATE'2020-01-01', CAST(id % 1000 AS INT)) AS day")
                    .write()
                    .saveAsTable("bench_collect");
        }
    }

    private Report measure(List<ServerProcess> servers) {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (Turn turn : Turn.of(warmUp, runs)) {
            for (ServerProcess server : servers) {
                options.progress().show(turn.label() + ", " + server.name());
                measure(server, turn.counts(), rates);
            }
        }
        Table table = new Table(List.of("way and server", "rows per second"));
        rates.forEach((name, values) -> table.add(List.of(name, Statistics.median(values))));
        Map<String, Double> summary = new LinkedHashMap<>();
        if (servers.size() > 1) {
            for (String way : List.of("messages", "client")) {
                summary.put(
                        way + ", kiln / spark",
                        Statistics.median(rates.get(way + ", kiln")) / Statistics.median(rates.get(way + ", spark")));
            }
        }
        Map<String, Long> memory = new LinkedHashMap<>();
        servers.forEach(server -> Report.note(memory, server.name(), server.peakMemory()));
        return new Report("collect", Map.of("rows", rows, "runs", runs, "warm-up", warmUp), table, summary, memory);
    }

    private void measure(ServerProcess server, boolean counts, Map<String, List<Double>> rates) {
        try (ProtocolClient reader = new ProtocolClient(server.port());
                SparkSession session =
                        SparkSession.builder().remote(server.address()).create()) {
            double messages = rate(() -> reader.rows(QUERY));
            double client = rate(() -> session.sql(QUERY).collectAsList().size());
            if (counts) {
                rates.computeIfAbsent("messages, " + server.name(), any -> new ArrayList<>())
                        .add(messages);
                rates.computeIfAbsent("client, " + server.name(), any -> new ArrayList<>())
                        .add(client);
            }
        }
    }

    private double rate(LongSupplier read) {
        long start = System.nanoTime();
        long count = read.getAsLong();
        if (count != rows) {
            throw new IllegalStateException("expected " + rows + " rows and got " + count);
        }
        return count * 1e9 / (System.nanoTime() - start);
    }
}
