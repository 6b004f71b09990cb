package dev.kiln.bench;

import dev.kiln.bench.report.Report;
import dev.kiln.bench.report.Statistics;
import dev.kiln.bench.report.Table;
import dev.kiln.bench.server.ServerProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.spark.sql.connect.SparkSession;

/** What it costs to ask Spark through the front door rather than directly: small calls, small statements, large results. */
final class ForwardingCost {
    private static final String LARGE = "SELECT id, id * 1.5D AS price, concat('customer ', id % 1000) AS name,"
            + " date_add(DATE'2020-01-01', CAST(id % 1000 AS INT)) AS day FROM range(1000000)";
    private static final int LARGE_ROWS = 1_000_000;
    private static final int CALLS = 500;
    private static final int STATEMENTS = 60;

    private final BenchOptions options;
    private final int warmUp;
    private final int runs;

    ForwardingCost(BenchOptions options, int warmUp, int runs) {
        this.options = options;
        this.warmUp = warmUp;
        this.runs = runs;
    }

    /** What one server did. */
    private static final class Measured {
        private final Histogram calls = new Histogram(3);
        private final Histogram statements = new Histogram(3);
        private final List<Double> rates = new ArrayList<>();
    }

    /**
     * @param servers Kiln in front of Spark, and Spark
     * @param summary gets what is added, and what is left of the rate
     */
    Table measure(List<ServerProcess> servers, Map<String, Double> summary, Map<String, Long> memory) {
        Map<String, Measured> measured = new LinkedHashMap<>();
        for (Turn turn : Turn.of(warmUp, runs)) {
            for (ServerProcess server : servers) {
                options.progress().show("forwarding, " + turn.label() + ", " + server.name());
                Measured target =
                        turn.counts() ? measured.computeIfAbsent(server.name(), any -> new Measured()) : new Measured();
                measure(server, target);
            }
        }
        Table table = new Table(List.of(
                "asked", "setting p50 ms", "setting p99 ms", "SELECT 1 p50 ms", "SELECT 1 p99 ms", "rows per second"));
        measured.forEach((name, values) -> table.add(List.of(
                name.equals("kiln") ? "through kiln" : "directly",
                milliseconds(values.calls, 50),
                milliseconds(values.calls, 99),
                milliseconds(values.statements, 50),
                milliseconds(values.statements, 99),
                Statistics.median(values.rates))));
        Measured kiln = measured.get("kiln");
        Measured spark = measured.get("spark");
        summary.put("added to a call, p50 ms", milliseconds(kiln.calls, 50) - milliseconds(spark.calls, 50));
        summary.put(
                "added to SELECT 1, p50 ms", milliseconds(kiln.statements, 50) - milliseconds(spark.statements, 50));
        summary.put(
                "rows per second, through kiln / directly",
                Statistics.median(kiln.rates) / Statistics.median(spark.rates));
        servers.forEach(server -> Report.note(memory, server.name(), server.peakMemory()));
        return table;
    }

    private static void measure(ServerProcess server, Measured target) {
        try (ProtocolClient client = new ProtocolClient(server.port());
                SparkSession session =
                        SparkSession.builder().remote(server.address()).create()) {
            client.setting("spark.sql.session.timeZone");
            for (int call = 0; call < CALLS; call++) {
                long start = System.nanoTime();
                client.setting("spark.sql.session.timeZone");
                target.calls.recordValue(System.nanoTime() - start);
            }
            session.sql("SELECT 1").collectAsList();
            for (int statement = 0; statement < STATEMENTS; statement++) {
                long start = System.nanoTime();
                session.sql("SELECT 1").collectAsList();
                target.statements.recordValue(System.nanoTime() - start);
            }
            long start = System.nanoTime();
            long rows = client.rows(LARGE);
            if (rows != LARGE_ROWS) {
                throw new IllegalStateException("expected " + LARGE_ROWS + " rows and got " + rows);
            }
            target.rates.add(rows * 1e9 / (System.nanoTime() - start));
        }
    }

    private static double milliseconds(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
