package dev.kiln.app;

import dev.kiln.cli.LoopbackStore;
import dev.kiln.spark.distribution.BuiltInJars;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Stock Spark as a standalone cluster: a master, and a worker with one core on each machine of {@link LoopbackStore}. */
final class LoopbackSpark implements AutoCloseable {
    private static final int LIMIT_SECONDS = 240;
    private static final String CLASSES = StoreApplication.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath();

    private final Path home;
    private final Path jars;
    private final String scala;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    /** @param jars a directory with the jars of a Spark */
    LoopbackSpark(Path home, Path jars) throws IOException, InterruptedException {
        this.home = Files.createDirectories(home);
        // Where workers look for the jars of executors.
        this.jars = Files.createSymbolicLink(home.resolve("jars"), jars.toAbsolutePath());
        try (Stream<Path> files = Files.list(jars)) {
            scala = files.anyMatch(jar -> jar.getFileName().toString().startsWith("scala-library-2.12."))
                    ? "2.12"
                    : "2.13";
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        try {
            start(
                    "127.0.0.1",
                    List.of("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "" + port));
            awaitMaster();
            for (String host : LoopbackStore.HOSTS) {
                start(
                        host,
                        List.of(
                                "org.apache.spark.deploy.worker.Worker",
                                "--host",
                                host,
                                "--cores",
                                "1",
                                "--memory",
                                "600m",
                                "--work-dir",
                                home.resolve("work" + host).toString(),
                                "spark://127.0.0.1:" + port));
            }
        } catch (IOException | InterruptedException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** A directory of links to the jars of Kiln's own Spark, and to nothing of the store. */
    static Path builtIn() throws IOException {
        Path directory =
                Files.createDirectories(Path.of("target/sparks/built-in/jars")).toAbsolutePath();
        for (Path jar : BuiltInJars.ofThisProcess()) {
            String name = jar.getFileName().toString();
            Path link = directory.resolve(name);
            if (!name.startsWith("ignite-") && !name.startsWith("cache-api-") && Files.notExists(link)) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, jar);
            }
        }
        return directory;
    }

    private void start(String host, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(java("256m"));
        command.addAll(List.of("-Dspark.master.ui.port=0", "-Dspark.worker.ui.port=0"));
        command.addAll(List.of("-cp", jars + File.separator + "*"));
        command.addAll(arguments);
        processes.add(process(command, host, home.resolve("cluster.log")).start());
    }

    private ProcessBuilder process(List<String> command, String host, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", host);
        // Without it, workers look for a build of Spark's own.
        builder.environment().put("SPARK_SCALA_VERSION", scala);
        return builder;
    }

    /** How a Java is started that Spark and Kiln run on. */
    static List<String> java(String heap) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                // These processes end before thorough compilation pays.
                "-XX:TieredStopAtLevel=1",
                "-XX:+IgnoreUnrecognizedVMOptions"));
        // What Spark needs of the JVM is what this process was given.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-"))
                .forEach(command::add);
        return command;
    }

    private void awaitMaster() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !processes.get(0).isAlive()) {
                    throw new AssertionError("no master: " + Files.readString(home.resolve("cluster.log")), e);
                }
                Thread.sleep(50);
            }
        }
    }

    /** Starts an application that answers statements, with an executor on each machine. */
    SparkDriver start(Path connector, Map<String, String> settings) throws IOException {
        checkRunning();
        return new SparkDriver(process(
                        application(connector, settings, StoreApplication.class.getName(), CLASSES),
                        "127.0.0.1",
                        home.resolve("application.log"))
                .redirectErrorStream(false)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        home.resolve("application.log").toFile()))
                .start());
    }

    /**
     * Runs an application to its end.
     *
     * @param classes where the main class is
     * @return what it prints
     */
    List<String> run(Path connector, Map<String, String> settings, String mainClass, Path classes)
            throws IOException, InterruptedException {
        checkRunning();
        Path log = Files.createTempFile(home, "application", ".log");
        Process application = process(application(connector, settings, mainClass, classes.toString()), "127.0.0.1", log)
                .start();
        try {
            if (!application.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || application.exitValue() != 0) {
                throw new AssertionError("the application failed: " + Files.readString(log));
            }
        } finally {
            application.destroyForcibly();
        }
        return Files.readAllLines(log);
    }

    private void checkRunning() throws IOException {
        if (!processes.stream().allMatch(Process::isAlive)) {
            throw new AssertionError("the cluster has ended: " + Files.readString(home.resolve("cluster.log")));
        }
    }

    /** The executors that run now. */
    List<ProcessHandle> executors() {
        return processes.stream()
                .skip(1)
                .flatMap(worker -> worker.children())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private List<String> application(Path connector, Map<String, String> settings, String mainClass, String classes) {
        List<String> command = new ArrayList<>(java("512m"));
        List.of(
                        "master=spark://127.0.0.1:" + port,
                        "app.name=store",
                        "ui.enabled=false",
                        "driver.host=127.0.0.1",
                        "driver.bindAddress=127.0.0.1",
                        "jars=" + connector,
                        "cores.max=3",
                        "executor.cores=1",
                        "executor.memory=480m",
                        "executor.extraJavaOptions=-XX:TieredStopAtLevel=1",
                        "local.dir=" + home.resolve("tmp"),
                        "sql.warehouse.dir=" + home.resolve("warehouse"),
                        // All executors are there before the first task.
                        "scheduler.minRegisteredResourcesRatio=1.0",
                        "scheduler.maxRegisteredResourcesWaitingTime=120s",
                        "sql.shuffle.partitions=3",
                        "sql.sources.v2.bucketing.enabled=true",
                        "sql.catalog.store=dev.kiln.connector.StoreCatalog")
                .forEach(setting -> command.add("-Dspark." + setting));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-cp",
                String.join(File.pathSeparator, jars + File.separator + "*", connector.toString(), classes),
                mainClass));
        return command;
    }

    @Override
    public void close() {
        // Workers end their executors when they are asked to end.
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
