package dev.kiln.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kiln bench}: hands over to the benchmarks, which this module does not know. */
@Command(
        name = "bench",
        description = "Measure Kiln against Spark and others; see 'kiln bench help'.",
        // What follows is for the benchmarks to understand.
        customSynopsis = "kiln bench tpch|latency|collect|startup|engines|store|help [OPTION]...")
final class BenchCommand implements Callable<Integer> {
    private static final ClientProgram BENCHMARKS = new ClientProgram("dev.kiln.bench.Main");

    @Parameters(paramLabel = "ARGUMENT", description = "Passed on.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws InterruptedException {
        return BENCHMARKS.run(arguments, Map.of());
    }
}
