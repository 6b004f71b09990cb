package dev.kiln.spark.yarn;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.process.BoundedCommand;
import dev.kiln.spark.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hadoop's own commands, which find the cluster, stand-by managers and credentials the way Hadoop's configuration says.
 * The classes of the one for applications come with a Spark that knows YARN; those of the one for logs do not work there,
 * so Hadoop itself has to be on this machine for that.
 */
public final class YarnCommandLine {
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final String APPLICATIONS = "org.apache.hadoop.yarn.client.cli.ApplicationCLI";
    private static final MemorySize HEAP = MemorySize.ofMebibytes(256);

    private final Distribution distribution;
    private final Map<String, String> environment;

    /** @param environment the variables that say where Hadoop and its configuration are */
    public YarnCommandLine(Distribution distribution, Map<String, String> environment) {
        this.distribution = distribution;
        this.environment = Map.copyOf(environment);
    }

    /**
     * What {@code yarn application} does.
     *
     * @return what it prints
     * @throws IOException if it fails or takes too long
     */
    public String application(String... arguments) throws IOException {
        List<String> configuration = Stream.of("HADOOP_CONF_DIR", "YARN_CONF_DIR")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(path -> !path.isBlank())
                .toList();
        if (configuration.isEmpty()) {
            throw new IOException("nothing says where YARN is; set HADOOP_CONF_DIR");
        }
        return run(new JavaCommand(
                        distribution,
                        HEAP,
                        configuration,
                        List.of(),
                        List.of("-XX:TieredStopAtLevel=1"),
                        Map.of(),
                        APPLICATIONS,
                        Stream.concat(Stream.of("application"), Stream.of(arguments))
                                .toList())
                .line());
    }

    /** What {@code yarn logs} does; see {@link #application}. */
    public String logs(String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(program()
                .orElseThrow(() -> new IOException(
                        "this needs Hadoop on this machine; where it is, do: yarn logs " + String.join(" ", arguments)))
                .toString());
        line.add("logs");
        line.addAll(List.of(arguments));
        return run(line);
    }

    private Optional<Path> program() {
        Stream<Path> hadoop = Stream.of("HADOOP_YARN_HOME", "HADOOP_HOME")
                .flatMap(variable -> Optional.ofNullable(environment.get(variable)).stream())
                .map(home -> Path.of(home, "bin", "yarn"));
        Stream<Path> path = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "yarn"));
        // There is another program of this name, which has nothing to do with Hadoop.
        return Stream.concat(hadoop, environment.containsKey("HADOOP_CONF_DIR") ? path : Stream.of())
                .filter(Files::isExecutable)
                .findFirst();
    }

    private String run(List<String> line) throws IOException {
        BoundedCommand.Result result = new BoundedCommand(line, environment, LONGEST).run();
        if (result.status() != 0) {
            throw new IOException("YARN says: " + (result.out() + result.err()).strip());
        }
        return result.out();
    }
}
