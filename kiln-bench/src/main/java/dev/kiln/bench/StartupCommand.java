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
import java.util.function.Supplier;
import org.apache.spark.sql.connect.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiln bench startup}: from the start of the process to the first result in a client that is already up. */
@Command(name = "startup", mixinStandardHelpOptions = true, description = "Times process start to first result.")
final class StartupCommand implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--runs", description = "Measured starts after one that is not (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Override
    public Integer call() {
        Map<String, Supplier<ServerProcess>> starts = new LinkedHashMap<>();
        starts.put("kiln", options::startKiln);
        if (options.against(BenchOptions.Peer.SPARK)) {
            starts.put("spark", options::startSpark);
        }
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        Map<String, Long> memory = new LinkedHashMap<>();
        for (int run = 0; run <= runs; run++) {
            for (Map.Entry<String, Supplier<ServerProcess>> start : starts.entrySet()) {
                String name = start.getKey();
                options.progress().show((run == 0 ? "warm-up" : "start " + run + " of " + runs) + ", " + name);
                double time = time(start.getValue(), name, memory);
                if (run > 0) {
                    seconds.computeIfAbsent(name, any -> new ArrayList<>()).add(time);
                }
            }
        }
        options.publish(report(seconds, memory));
        return 0;
    }

    private static double time(Supplier<ServerProcess> start, String name, Map<String, Long> memory) {
        try (ServerProcess server = start.get();
                SparkSession session =
                        SparkSession.builder().remote(server.address()).create()) {
            session.sql("SELECT 1").collectAsList();
            double time = (System.nanoTime() - server.startedNanos()) / 1e9;
            Report.note(memory, name, server.peakMemory());
            return time;
        }
    }

    private Report report(Map<String, List<Double>> seconds, Map<String, Long> memory) {
        Table table = new Table(List.of("server", "median s", "best s", "worst s"));
        Map<String, Double> summary = new LinkedHashMap<>();
        seconds.forEach((name, times) -> {
            double best = times.stream().min(Double::compare).orElse(Double.NaN);
            double worst = times.stream().max(Double::compare).orElse(Double.NaN);
            table.add(List.of(name, Statistics.median(times), best, worst));
            if (!name.equals("kiln")) {
                summary.put(name + " / kiln", Statistics.median(times) / Statistics.median(seconds.get("kiln")));
            }
        });
        return new Report("startup", Map.of("runs", runs), table, summary, memory);
    }
}
