package dev.kiln.spark.application;

import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.process.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A YARN of one machine in a process of its own, and a Spark 3.5 that knows YARN. */
public final class MiniYarn implements AutoCloseable {
    private static final Path FETCHED = SampleJar.module().resolve("target/yarn");

    private final Process process;
    private final Path configuration;

    private MiniYarn(Process process, Path configuration) {
        this.process = process;
        this.configuration = configuration;
    }

    /** Whether its jars are there: they are no part of the build. */
    public static boolean isFetched() {
        return Files.isDirectory(FETCHED.resolve("cluster")) && Files.isDirectory(FETCHED.resolve("spark/jars"));
    }

    public static Distribution spark() {
        return Distribution.at("spark-3.5", FETCHED.resolve("spark"));
    }

    public static MiniYarn start(Path directory) throws IOException {
        String classPath = FETCHED.resolve("cluster") + "/*";
        Path jar = SampleJar.in(directory, "MiniYarn", classPath);
        Path configuration = Files.createDirectories(directory.resolve("hadoop"));
        Path logs = Files.createDirectories(directory.resolve("gathered"));
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(spark().javaFlags());
        line.addAll(List.of("-Xmx512m", "-cp", jar + ":" + classPath, "example.MiniYarn"));
        line.addAll(List.of(configuration.toString(), logs.toString()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectError(directory.resolve("yarn.err").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String text = out.readLine(); !"ready".equals(text); text = out.readLine()) {
            if (text == null) {
                throw new IOException(Files.readString(directory.resolve("yarn.err")));
            }
        }
        return new MiniYarn(process, configuration);
    }

    /** What to set HADOOP_CONF_DIR to. */
    public Path configuration() {
        return configuration;
    }

    /** Settings of an engine with one executor on it. */
    public Map<String, String> settings(String deployMode) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kiln.spark.master", "yarn",
                "kiln.spark.deployMode", deployMode,
                "kiln.spark.hadoopConf", configuration.toString(),
                "kiln.spark.driver.memory", "512m",
                "kiln.spark.executor.memory", "512m",
                "kiln.spark.executors", "1",
                "spark.sql.shuffle.partitions", "2"));
        settings.putAll(Map.of(
                "spark.yarn.jars", "local:" + spark().classPath(),
                "spark.yarn.populateHadoopClasspath", "false",
                "spark.yarn.stagingDir",
                        configuration.resolveSibling("staging").toUri().toString(),
                "spark.yarn.am.memory", "512m",
                "spark.yarn.appMasterEnv.SPARK_LOCAL_IP", "127.0.0.1",
                "spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1"));
        if (deployMode.equals("client")) {
            settings.put("spark.driver.host", "127.0.0.1");
        }
        return settings;
    }

    /** What stands in for an installation of Hadoop, of which the command for logs is all that is wanted. */
    public Path hadoopHome() throws IOException {
        Path program = Files.createDirectories(configuration.resolve("bin")).resolve("yarn");
        String java = String.join("' '", JavaCommand.java().toString(), "-Xmx256m");
        Files.writeString(program, """
                #!/bin/sh
                shift
                exec '%s' -cp '%s:%s/*' org.apache.hadoop.yarn.client.cli.LogsCLI "$@"
                """.formatted(java, configuration, FETCHED.resolve("cluster")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return configuration;
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> containers = process.descendants().toList();
        process.getOutputStream().close();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        containers.forEach(ProcessHandle::destroyForcibly);
    }
}
