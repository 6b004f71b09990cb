package dev.kiln.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiln bench}. */
@Command(
        name = "kiln bench",
        mixinStandardHelpOptions = true,
        description = "Measures Kiln and its peers in one run.",
        subcommands = {
            TpchCommand.class,
            LatencyCommand.class,
            CollectCommand.class,
            StartupCommand.class,
            EnginesCommand.class,
            StoreCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing a benchmark: tpch, latency, collect, startup, engines or store");
    }
}
