package dev.kiln.spark.distribution;

import dev.kiln.spark.SparkSetupException;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * What a distribution said of itself when a virtual machine was started from it.
 *
 * @param sparkVersion what Spark's classes say, whatever the jars are called
 * @param connect whether Spark Connect's server is among its jars: without it, it can run applications but no engine
 * @param ml whether Spark's machine learning is among its jars
 */
public record DistributionCheck(
        String sparkVersion, String scalaVersion, String javaVersion, boolean connect, boolean ml) {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int QUOTED_LINES = 10;

    /**
     * Starts a virtual machine and waits for its answer, a minute at most.
     *
     * @param directory {@code engines} in Kiln's home
     * @throws SparkSetupException if it fails, with the last of what it said
     */
    public static DistributionCheck of(Distribution distribution, Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(distribution.javaFlags());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(CarriedJar.AGENT.unpackedIn(directory) + File.pathSeparator + distribution.classPath());
        command.add("dev.kiln.agent.Probe");
        try {
            Path out = Files.createTempFile(directory, "check", ".out");
            Path err = Files.createTempFile(directory, "check", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                await(distribution, process, err);
                return read(Files.readString(out));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new SparkSetupException("cannot check '" + distribution.name() + "': " + e.getMessage(), e);
        }
    }

    private static void await(Distribution distribution, Process process, Path err) throws IOException {
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new SparkSetupException("the Spark distribution '" + distribution.name()
                        + "' did not answer within " + LONGEST.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparkSetupException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            List<String> said = Files.readAllLines(err);
            throw new SparkSetupException("the Spark distribution '" + distribution.name() + "' at "
                    + distribution.home() + " does not work:\n"
                    + String.join("\n", said.subList(0, Math.min(QUOTED_LINES, said.size()))));
        }
    }

    private static DistributionCheck read(String answer) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(answer));
        return new DistributionCheck(
                properties.getProperty("spark", "?"),
                properties.getProperty("scala", "?"),
                properties.getProperty("java", "?"),
                Boolean.parseBoolean(properties.getProperty("connect")),
                Boolean.parseBoolean(properties.getProperty("ml")));
    }
}
