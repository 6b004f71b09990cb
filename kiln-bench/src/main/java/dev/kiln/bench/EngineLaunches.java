package dev.kiln.bench;

import dev.kiln.bench.report.Statistics;
import dev.kiln.bench.report.Table;
import dev.kiln.bench.server.ServerProcess;
import dev.kiln.bench.server.Servers;
import dev.kiln.bench.server.StandaloneCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connect.SparkSession;

/** How long the first statement of a session takes that has its engine launched, by where engines run. */
final class EngineLaunches {
    private static final String WORKER_MEMORY = "4g";

    private final BenchOptions options;
    private final int runs;

    EngineLaunches(BenchOptions options, int runs) {
        this.options = options;
        this.runs = runs;
    }

    Table measure() {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        measure("local[2]", Map.of("kiln.spark.master", "local[2]"), seconds);
        try (StandaloneCluster cluster =
                StandaloneCluster.start(Servers.fromSystemProperties(), options.emptied("cluster"), WORKER_MEMORY)) {
            for (String mode : List.of("client", "cluster")) {
                Map<String, String> settings = new HashMap<>(cluster.settings());
                settings.put("kiln.spark.deployMode", mode);
                measure("standalone, " + mode, settings, seconds);
            }
        }
        Table table = new Table(List.of("first statement, engine on", "median s", "best s", "worst s"));
        seconds.forEach((place, times) -> table.add(List.of(
                place,
                Statistics.median(times),
                times.stream().min(Double::compare).orElse(Double.NaN),
                times.stream().max(Double::compare).orElse(Double.NaN))));
        return table;
    }

    private void measure(String place, Map<String, String> settings, Map<String, List<Double>> seconds) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kiln.engine", "spark");
        for (Turn turn : Turn.of(1, runs)) {
            options.progress().show("launches on " + place + ", " + turn.label());
            try (ServerProcess server = options.startKiln(all)) {
                double time = firstStatement(server);
                if (turn.counts()) {
                    seconds.computeIfAbsent(place, any -> new ArrayList<>()).add(time);
                }
            }
        }
    }

    private static double firstStatement(ServerProcess server) {
        long start = System.nanoTime();
        try (SparkSession session =
                SparkSession.builder().remote(server.address()).create()) {
            session.sql("SELECT 1").collectAsList();
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
