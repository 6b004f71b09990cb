package dev.kiln.cli;

import dev.kiln.app.ClusterMachines;
import dev.kiln.app.Home;
import dev.kiln.app.Versions;
import dev.kiln.spark.cluster.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiln doctor}: what would keep clusters and applications from working, and how to put it right. */
@Command(
        name = "doctor",
        description = "Check Java, Spark, host names, ports, disk, Python, and of other machines ssh, clock and Kiln.",
        footer = {"", "Exit codes: 0 nothing that must be put right, 1 something."})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOptions options;

    @Mixin
    private SparkOptions spark;

    @Option(
            names = "--hosts",
            paramLabel = "FILE",
            description = "The machines of a cluster; see 'kiln cluster start-all'.")
    private @Nullable Path hosts;

    @Override
    public Integer call() {
        Home home = options.home();
        home.create();
        ClusterMachines machines = new ClusterMachines(home, spark.distribution(home), spark.name(), System.getenv());
        List<Finding> findings =
                machines.doctor("kiln " + Versions.kiln()).examine(machines.plan(Optional.ofNullable(hosts)));
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            out.printf("%-7s %-10s %s%n", word(finding.level()), finding.subject(), finding.text());
            finding.fix().ifPresent(fix -> out.printf("%-18s -> %s%n", "", fix));
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAILURE) ? 1 : 0;
    }

    private static String word(Finding.Level level) {
        return switch (level) {
            case OK -> "ok";
            case WARNING -> "warning";
            case FAILURE -> "FAILS";
        };
    }
}
