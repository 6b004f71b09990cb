package dev.kiln.spark.application;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.process.JavaCommand;
import dev.kiln.spark.process.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Starts Spark's own SparkSubmit in a virtual machine as the application wants it, which in client mode becomes the
 * driver. Properties travel in a file for the owner's eyes alone, because everybody can read command lines.
 */
final class SparkSubmitProcess {
    private static final String SPARK_SUBMIT = "org.apache.spark.deploy.SparkSubmit";
    private static final String OWNED_MAIN = "dev.kiln.agent.OwnedMain";
    private static final MemorySize STANDARD_HEAP = MemorySize.ofMebibytes(1024);
    private static final MemorySize SUBMITTER_HEAP = MemorySize.ofMebibytes(512);

    private final Distribution distribution;
    private final Path agentJar;
    private final Map<String, String> environment;

    SparkSubmitProcess(Distribution distribution, Path agentJar, Map<String, String> environment) {
        this.distribution = distribution;
        this.agentJar = agentJar;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Starts the driver, with standard input of this process and its output to be read; it ends when this process does.
     *
     * @throws SparkSetupException if it cannot be started
     */
    Process startDriver(SubmitRequest request, ApplicationDirectory place) {
        ProcessBuilder builder = builder(request, place, true).redirectInput(ProcessBuilder.Redirect.INHERIT);
        request.properties().get("spark.driver.extraLibraryPath").ifPresent(path -> builder.environment()
                .merge(
                        System.getProperty("os.name").startsWith("Mac") ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH",
                        path,
                        (old, more) -> more + File.pathSeparator + old));
        return start(builder);
    }

    /**
     * Starts a submission of a driver that will run elsewhere, with its output to the application's files.
     *
     * @throws SparkSetupException if it cannot be started
     */
    Process startQuietly(SubmitRequest request, ApplicationDirectory place) {
        return start(builder(request, place, false)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(place.output().toFile())
                .redirectError(place.errors().toFile()));
    }

    private ProcessBuilder builder(SubmitRequest request, ApplicationDirectory place, boolean isDriver) {
        write(request.properties(), place.properties());
        ProcessBuilder builder = new ProcessBuilder(line(request, place, isDriver));
        builder.environment().putAll(environment);
        builder.environment().putAll(distribution.environment());
        builder.environment().putAll(LoopbackDriver.variables(request, environment));
        return builder;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new SparkSetupException("cannot start Spark: " + e.getMessage(), e);
        }
    }

    private List<String> line(SubmitRequest request, ApplicationDirectory place, boolean isDriver) {
        SparkProperties properties = request.properties();
        List<String> before = new ArrayList<>(List.of(agentJar.toString()));
        List<String> flags = new ArrayList<>();
        MemorySize heap = SUBMITTER_HEAP;
        if (isDriver) {
            properties.get("spark.driver.extraClassPath").ifPresent(before::add);
            heap = properties.memory("spark.driver.memory").orElse(STANDARD_HEAP);
            Stream.of("spark.driver.defaultJavaOptions", "spark.driver.extraJavaOptions")
                    .flatMap(key -> properties.get(key).stream())
                    .flatMap(text -> OptionText.split(text).stream())
                    .forEach(flags::add);
        }
        properties.get("spark.driver.defaultExtraClassPath").ifPresent(before::add);
        configuration().ifPresent(directory -> before.add(directory.toString()));
        List<String> after = Stream.of("HADOOP_CONF_DIR", "YARN_CONF_DIR", "SPARK_DIST_CLASSPATH")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(path -> !path.isBlank())
                .toList();
        return new JavaCommand(
                        distribution, heap, before, after, flags, Map.of(), OWNED_MAIN, arguments(request, place))
                .line();
    }

    private static List<String> arguments(SubmitRequest request, ApplicationDirectory place) {
        ProcessIdentity owner = ProcessIdentity.of(ProcessHandle.current());
        List<String> arguments = new ArrayList<>(List.of(
                String.valueOf(owner.pid()), String.valueOf(owner.started().toEpochMilli()), SPARK_SUBMIT));
        arguments.addAll(List.of("--properties-file", place.properties().toString()));
        request.mainClass().ifPresent(name -> arguments.addAll(List.of("--class", name)));
        request.proxyUser().ifPresent(name -> arguments.addAll(List.of("--proxy-user", name)));
        if (request.supervise()) {
            arguments.add("--supervise");
        }
        if (request.verbose()) {
            arguments.add("--verbose");
        }
        arguments.add(request.file().location());
        arguments.addAll(request.arguments());
        return arguments;
    }

    /** Spark's directory of settings, whose log4j2.properties and others are found on the class path. */
    private Optional<Path> configuration() {
        return Optional.ofNullable(environment.get("SPARK_CONF_DIR"))
                .map(Path::of)
                .or(() -> Optional.of(distribution.home().resolve("conf")))
                .filter(Files::isDirectory);
    }

    private static void write(SparkProperties properties, Path file) {
        Properties all = new Properties();
        all.putAll(properties.values());
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer out = Files.newBufferedWriter(file)) {
                all.store(out, null);
            }
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
