package dev.kiln.spark.launch;

import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spi.config.Configuration;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Kiln of its own that starts an engine, says its process number, and waits to be killed. */
final class OwnerProcess implements AutoCloseable {
    private final Process process;
    private final ProcessHandle driver;

    private OwnerProcess(Process process, ProcessHandle driver) {
        this.process = process;
        this.driver = driver;
    }

    static OwnerProcess start(Path home, Map<String, String> settings) throws IOException {
        return start(home, settings, Map.of());
    }

    /** @param environment may name a Spark of its own in SPARK_HOME */
    static OwnerProcess start(Path home, Map<String, String> settings, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dkiln.spark.classpath=" + System.getProperty("kiln.spark.classpath"),
                "-cp",
                System.getProperty("java.class.path"),
                OwnerProcess.class.getName(),
                home.toString()));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            return new OwnerProcess(
                    process, ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow());
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    ProcessHandle driver() {
        return driver;
    }

    /** As kill -9 does it. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        for (String setting : List.of(arguments).subList(1, arguments.length)) {
            settings.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        Configuration configuration = SparkSettings.of(settings);
        Distributions distributions = System.getenv("SPARK_HOME") == null
                ? BuiltInSpark.distributions()
                : new Distributions(Path.of(arguments[0]), List.of(), System.getenv());
        try (Engines engines = Engines.open(Path.of(arguments[0]), distributions, configuration)) {
            RunningEngine engine = engines.launch(EngineProfile.standard(configuration));
            System.out.println(engine.report().pid());
            int input = System.in.read();
            System.out.println("ends after " + input);
        }
    }
}
