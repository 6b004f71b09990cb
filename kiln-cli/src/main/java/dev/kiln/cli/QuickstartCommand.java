package dev.kiln.cli;

import dev.kiln.app.Application;
import dev.kiln.app.ConfigurationSource;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiln quickstart}: a server, and a client that shows what it does. */
@Command(
        name = "quickstart",
        description = "Start a server and show what it does, with the official Spark client and real data.")
final class QuickstartCommand implements Callable<Integer> {
    private static final ClientProgram TOUR = new ClientProgram("dev.kiln.quickstart.Quickstart");

    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOptions options;

    @Option(names = "--port", paramLabel = "PORT", description = "The port; 0 takes a free one (default: 15002).")
    private @Nullable Integer port;

    @Option(names = "--exit", description = "Stop the server afterwards instead of going on serving.")
    private boolean exit;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        String data = ClientProgram.distribution().resolve("examples/data").toString();
        ConfigurationSource source =
                port == null ? options.source() : options.source().with(Map.of("kiln.server.port", port.toString()));
        StopSignal stop = StopSignal.install();
        try (Application application = Application.start(options.home(), source, Level.WARN)) {
            out.println("A server runs at " + application.address() + "; the official client connects to it.");
            out.flush();
            int outcome = TOUR.run(List.of(data), Map.of("SPARK_REMOTE", application.localAddress()));
            if (outcome != 0) {
                spec.commandLine().getErr().println("kiln: the tour failed");
                return 1;
            }
            howToConnect(out, withoutSecret(application));
            if (!exit) {
                out.println();
                out.println("The server goes on; Ctrl-C stops it.");
                out.flush();
                stop.await();
            }
        }
        return 0;
    }

    private static String withoutSecret(Application application) {
        return application
                .token()
                .map(token -> "sc://localhost:" + application.port() + "/;token=...")
                .orElseGet(application::address);
    }

    private static void howToConnect(PrintWriter out, String address) {
        out.print("""

                == Connect ==

                  PySpark     pip install "pyspark[connect]==4.2.0"
                              SparkSession.builder.remote("%1$s").getOrCreate()
                  Scala       org.apache.spark:spark-connect-client-jvm_2.13:4.2.0
                              SparkSession.builder().remote("%1$s").getOrCreate()
                  Java        the same artifact and the same call
                  JavaScript  any client that speaks Spark Connect, with %1$s
                  SQL         kiln sql --remote %1$s
                """.formatted(address));
        out.flush();
    }
}
