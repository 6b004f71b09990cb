package dev.kiln.bench;

import dev.kiln.bench.report.Report;
import dev.kiln.bench.report.Table;
import dev.kiln.bench.server.ServerProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiln bench engines}: launching Spark engines, and asking Spark through Kiln or directly. */
@Command(
        name = "engines",
        mixinStandardHelpOptions = true,
        description = "Times launches of Spark engines, and the way to Spark through Kiln.")
final class EnginesCommand implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--launches",
            description = "Measured launches for each kind of master (default: ${DEFAULT-VALUE}).")
    private int launches = 3;

    @Option(names = "--warm-up", description = "Turns before any is measured (default: ${DEFAULT-VALUE}).")
    private int warmUp = 6;

    @Option(names = "--runs", description = "Measured turns (default: ${DEFAULT-VALUE}).")
    private int runs = 6;

    @Override
    public Integer call() {
        options.publish(List.of(launching(), forwarding()));
        return 0;
    }

    private Report launching() {
        Table table = new EngineLaunches(options, launches).measure();
        return new Report("engines: launches", Map.of("launches", launches), table, Map.of(), Map.of());
    }

    private Report forwarding() {
        Map<String, Double> summary = new LinkedHashMap<>();
        Map<String, Long> memory = new LinkedHashMap<>();
        options.progress().show("starting the servers");
        try (ServerProcess kiln = options.startKiln(Map.of("kiln.engine", "spark", "kiln.spark.master", "local[*]"));
                ServerProcess spark = options.startSpark()) {
            Table table = new ForwardingCost(options, warmUp, runs).measure(List.of(kiln, spark), summary, memory);
            return new Report("engines: forwarding", Map.of("runs", runs, "warm-up", warmUp), table, summary, memory);
        }
    }
}
