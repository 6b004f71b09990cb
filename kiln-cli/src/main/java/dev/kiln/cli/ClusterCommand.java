package dev.kiln.cli;

import dev.kiln.app.ClusterMachines;
import dev.kiln.app.Home;
import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.cluster.Daemon;
import dev.kiln.spark.cluster.DaemonFiles;
import dev.kiln.spark.cluster.DaemonJson;
import dev.kiln.spark.cluster.DaemonRole;
import dev.kiln.spark.cluster.MasterSpec;
import dev.kiln.spark.cluster.StandaloneCluster;
import dev.kiln.spark.cluster.WorkerSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiln cluster}: a standalone cluster of stock Spark. */
@Command(
        name = "cluster",
        description = "Start, stop and look at a standalone cluster of stock Spark.",
        synopsisSubcommandLabel = "COMMAND")
final class ClusterCommand implements Runnable {
    private static final String HOST = "The name by which others reach it (default: ${DEFAULT-VALUE}).";
    private static final String PORT = "Where it listens; 0 takes a free one (default: ${DEFAULT-VALUE}).";
    private static final String JSON = "Print JSON, a line for each daemon.";
    private static final String HOSTS =
            "A line for each machine: '[master|worker] HOST [key=value]...' (default: cluster/hosts in the home; without"
                    + " it, a master and a worker here).";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(name = "start-master", description = "Start a master on this machine and wait until it is ready.")
    int startMaster(
            @Mixin HomeOptions options,
            @Mixin SparkOptions spark,
            @Option(names = "--host", defaultValue = "localhost", paramLabel = "HOST", description = HOST) String host,
            @Option(names = "--port", defaultValue = "" + MasterSpec.PORT, paramLabel = "PORT", description = PORT)
                    int port,
            @Option(
                            names = "--webui-port",
                            defaultValue = "" + MasterSpec.PAGE_PORT,
                            paramLabel = "PORT",
                            description = "Where its web page is (default: ${DEFAULT-VALUE}).")
                    int page,
            @Option(
                            names = "--rest-port",
                            defaultValue = "" + MasterSpec.REST_PORT,
                            paramLabel = "PORT",
                            description = "Where it takes submissions over HTTP (default: ${DEFAULT-VALUE}).")
                    int rest,
            @Option(names = "--json", description = JSON) boolean json) {
        say("started", machines(options, spark).here().startMaster(new MasterSpec(host, port, page, rest)), json);
        return 0;
    }

    @Command(name = "start-worker", description = "Start a worker on this machine and wait until its master knows it.")
    int startWorker(
            @Mixin HomeOptions options,
            @Mixin SparkOptions spark,
            @Parameters(
                            paramLabel = "MASTER",
                            arity = "0..1",
                            description = "spark://host:port (default: the master that was started from this home).")
                    @Nullable
                    String master,
            @Option(names = "--host", defaultValue = "localhost", paramLabel = "HOST", description = HOST) String host,
            @Option(names = "--cores", paramLabel = "N", description = "For what it runs (default: all).") @Nullable
                    Integer cores,
            @Option(names = "--memory", paramLabel = "SIZE", description = "For what it runs (default: all but 1 GiB).")
                    @Nullable
                    String memory,
            @Option(
                            names = "--webui-port",
                            defaultValue = "" + WorkerSpec.PAGE_PORT,
                            paramLabel = "PORT",
                            description =
                                    "Where its web page is; the next free one from there (default: ${DEFAULT-VALUE}).")
                    int page,
            @Option(names = "--json", description = JSON) boolean json) {
        ClusterMachines machines = machines(options, spark);
        String url = Optional.ofNullable(master)
                .or(() -> new DaemonFiles(machines.directory()).runningMaster().map(Daemon::masterUrl))
                .orElseThrow(() -> new SparkSetupException("no master runs here; name one, such as spark://host:7077"));
        WorkerSpec worker = new WorkerSpec(
                host,
                cores == null ? OptionalInt.empty() : OptionalInt.of(cores),
                Optional.ofNullable(memory).map(this::memory),
                page);
        say("started", machines.here().startWorker(url, worker), json);
        return 0;
    }

    @Command(name = "start-all", description = "Start the master and all workers that the hosts file names.")
    int startAll(
            @Mixin HomeOptions options,
            @Mixin SparkOptions spark,
            @Option(names = "--hosts", paramLabel = "FILE", description = HOSTS) @Nullable Path hosts) {
        cluster(options, spark, hosts).start(daemon -> say("started", daemon, false));
        return 0;
    }

    @Command(name = "stop-worker", description = "End the workers of this machine, or one of them.")
    int stopWorker(
            @Mixin HomeOptions options,
            @Mixin SparkOptions spark,
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "Such as worker-2 (default: all).") @Nullable
                    String name,
            @Option(names = "--json", description = JSON) boolean json) {
        ClusterMachines machines = machines(options, spark);
        List<Daemon> ended = name == null
                ? machines.here().stop(DaemonRole.WORKER)
                : List.of(machines.here()
                        .stopWorker(name)
                        .orElseThrow(() -> new SparkSetupException("no worker '" + name + "' was started here")));
        ended.forEach(daemon -> say("stopped", daemon, json));
        return 0;
    }

    @Command(name = "stop-master", description = "End the master of this machine.")
    int stopMaster(
            @Mixin HomeOptions options,
            @Mixin SparkOptions spark,
            @Option(names = "--json", description = JSON) boolean json) {
        machines(options, spark).here().stop(DaemonRole.MASTER).forEach(daemon -> say("stopped", daemon, json));
        return 0;
    }

    @Command(name = "stop-all", description = "End all workers that the hosts file names, and the master.")
    int stopAll(
            @Mixin HomeOptions options,
            @Mixin SparkOptions spark,
            @Option(names = "--hosts", paramLabel = "FILE", description = HOSTS) @Nullable Path hosts) {
        cluster(options, spark, hosts).stop(daemon -> say("stopped", daemon, false));
        return 0;
    }

    @Command(
            name = "status",
            description = "Show the daemons of this machine and what their master says of the cluster.")
    int status(
            @Mixin HomeOptions options,
            @Mixin SparkOptions spark,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        ClusterReport report =
                ClusterReport.of(new DaemonFiles(machines(options, spark).directory()).all());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.printJson(out);
        } else {
            report.printText(out);
        }
        out.flush();
        return report.isHealthy() ? 0 : 1;
    }

    private static ClusterMachines machines(HomeOptions options, SparkOptions spark) {
        Home home = options.home();
        home.create();
        return new ClusterMachines(home, spark.distribution(home), spark.name(), System.getenv());
    }

    private static StandaloneCluster cluster(HomeOptions options, SparkOptions spark, @Nullable Path hosts) {
        ClusterMachines machines = machines(options, spark);
        return new StandaloneCluster(machines.plan(Optional.ofNullable(hosts)), machines::at);
    }

    private MemorySize memory(String text) {
        try {
            return MemorySize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void say(String what, Daemon daemon, boolean json) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(DaemonJson.write(daemon));
        } else {
            out.printf("%s %-8s %s  page %s%n", what, daemon.name(), daemon.masterUrl(), daemon.page());
        }
        out.flush();
    }
}
