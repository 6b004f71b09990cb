package dev.kiln.app;

import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.cli.client.StatementException;
import dev.kiln.cli.output.OutputFormat;
import dev.kiln.cli.shell.Script;
import dev.kiln.spark.distribution.BuiltInJars;
import dev.kiln.spark.distribution.Distributions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.logging.log4j.Level;

/** A server with both engines, and a session with each of them. */
final class TwoSides implements AutoCloseable {
    private final Application application;
    private final BothEngines engines;
    private final Side embedded;
    private final Side spark;

    private TwoSides(Application application, BothEngines engines) {
        this.application = application;
        this.engines = engines;
        this.embedded = side("embedded");
        this.spark = side("spark");
    }

    /** A session with one of the engines. */
    record Side(String name, ConnectClient client, Runnable afterwards) implements AutoCloseable {
        /** What the statements answer, as CSV. */
        String run(String statements) {
            StringWriter out = new StringWriter();
            new Script(client, OutputFormat.CSV, new PrintWriter(out), new PrintWriter(new StringWriter()))
                    .run(statements);
            afterwards.run();
            return out.toString();
        }

        /** Runs statements of which nobody tells the other side. */
        void runUnnoticed(String statements) {
            new Side(name, client, () -> {}).run(statements);
        }

        /** What the statement answers, or its error; without the plan's text and the query's place. */
        String outcome(String statement) {
            try {
                return run(statement);
            } catch (StatementException e) {
                return "!" + String.valueOf(e.getMessage()).split("\n", 2)[0];
            }
        }

        @Override
        public String toString() {
            return name;
        }

        @Override
        public void close() {
            client.close();
        }
    }

    static TwoSides open(Path home, Map<String, String> settings) {
        return open(home, settings, directories -> new Distributions(directories.engines(), jars(), Map.of()));
    }

    static TwoSides open(Path home, Map<String, String> settings, Function<Home, Distributions> distributions) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kiln.server.port", "0",
                "kiln.server.drainTime", "100ms",
                "kiln.spark.master", "local[2]",
                "spark.sql.shuffle.partitions", "2"));
        all.putAll(settings);
        AtomicReference<BothEngines> engines = new AtomicReference<>();
        Application application = Application.start(
                new Home(home),
                new ConfigurationSource(Optional.empty(), all),
                Level.ERROR,
                (configuration, directory) -> {
                    Home directories = new Home(directory);
                    engines.set(BothEngines.open(configuration, directories, distributions.apply(directories)));
                    return engines.get();
                });
        return new TwoSides(application, engines.get());
    }

    static List<Path> jars() {
        try {
            return BuiltInJars.ofClassPath(Files.readString(Path.of("target/runtime.classpath")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Side embedded() {
        return embedded;
    }

    Side spark() {
        return spark;
    }

    Side other(Side side) {
        return side.equals(spark) ? embedded : spark;
    }

    /** Another session. */
    Side side(String name) {
        // What Spark did to files is told to the embedded engine by whoever forwarded the statement.
        Runnable afterwards = name.equals("spark") ? engines.embedded()::noteChangeElsewhere : () -> {};
        return new Side(
                name, ConnectClient.open(RemoteAddress.parse(application.address() + "/;user_id=" + name)), afterwards);
    }

    @Override
    public void close() {
        embedded.close();
        spark.close();
        application.close();
    }
}
