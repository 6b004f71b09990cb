package dev.kiln.bench.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The servers that suites and benchmarks start: Kiln, and Spark's own Connect server in local mode on all cores. Both
 * run from the same class path, which holds Spark's published jars at one version.
 *
 * @param classPath class path of Kiln's server, in the platform's form
 * @param jvmFlags the flags that Spark, Arrow and DuckDB need of the JVM
 * @param launcher the {@code kiln} program of a distribution, which starts Kiln as users do; without it, Kiln is started
 *     from the class path
 */
public record Servers(String classPath, List<String> jvmFlags, Optional<Path> launcher) {
    private static final String KILN_MAIN = "dev.kiln.cli.Main";
    private static final String SPARK_MAIN = "org.apache.spark.sql.connect.service.SparkConnectServer";

    public Servers {
        jvmFlags = List.copyOf(jvmFlags);
    }

    /**
     * The servers of the distribution that the system property {@code kiln.distribution} names. Without it, the ones of a
     * source tree: {@code kiln.server.classes} (a directory that comes first), {@code kiln.server.classpath} (a file that
     * holds the rest of the class path) and {@code kiln.server.flags} (JVM flags, separated by spaces).
     */
    public static Servers fromSystemProperties() {
        String distribution = System.getProperty("kiln.distribution");
        return distribution == null ? ofSourceTree() : ofDistribution(Path.of(distribution));
    }

    private static Servers ofDistribution(Path distribution) {
        return new Servers(
                distribution.resolve("lib") + File.separator + "*",
                words(read(distribution.resolve("conf").resolve("jvm.flags"))),
                Optional.of(distribution.resolve("bin").resolve("kiln")));
    }

    private static Servers ofSourceTree() {
        String file = System.getProperty("kiln.server.classpath");
        if (file == null) {
            throw new IllegalStateException("neither kiln.distribution nor kiln.server.classpath is set");
        }
        return new Servers(
                System.getProperty("kiln.server.classes", "") + File.pathSeparator + read(Path.of(file)),
                words(System.getProperty("kiln.server.flags", "")),
                Optional.empty());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    /**
     * Kiln's server on a free port.
     *
     * @param home Kiln's home directory, made when missing
     * @param heap maximum heap as the JVM writes it, for example {@code 2g}
     * @param options further system properties of the JVM, and settings of the server as {@code --set} takes them
     */
    public ServerCommand kiln(Path home, String heap, ServerOptions options) {
        int port = freePort();
        List<String> line = new ArrayList<>();
        line.addAll(program(heap, options, home.resolveSibling(home.getFileName() + "-jvm")));
        line.addAll(List.of("serve", "--host", "127.0.0.1", "--port", Integer.toString(port)));
        line.addAll(List.of("--home", home.toAbsolutePath().toString()));
        options.settings().forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
        return new ServerCommand("kiln", line, port, home);
    }

    /**
     * How to run one of Kiln's commands, which is to follow with its options.
     *
     * @param temporary for files of the JVM, if it is started without the launcher
     */
    List<String> command(String heap, Path temporary) {
        return program(heap, ServerOptions.none(), temporary);
    }

    private List<String> program(String heap, ServerOptions options, Path temporary) {
        List<String> line = new ArrayList<>();
        if (launcher.isPresent()) {
            line.addAll(List.of("env", "KILN_JAVA_OPTS=" + String.join(" ", options.jvmFlags(heap))));
            line.add(launcher.get().toString());
        } else {
            line.addAll(java(heap, options, temporary));
            line.addAll(List.of("-cp", classPath, KILN_MAIN));
        }
        return line;
    }

    /**
     * Spark's own Connect server in this machine's memory on all cores, on a free port.
     *
     * @param home directory for its warehouse and its log
     * @param heap maximum heap as the JVM writes it
     * @param options further system properties of the JVM; settings become Spark properties
     */
    public ServerCommand spark(Path home, String heap, ServerOptions options) {
        int port = freePort();
        Path directory = home.toAbsolutePath();
        List<String> line = java(heap, options, directory.resolve("tmp"));
        line.add("-Dlog4j2.configurationFile=" + logging(directory));
        line.add("-Dspark.master=local[*]");
        line.add("-Dspark.app.name=spark-connect");
        line.add("-Dspark.ui.enabled=false");
        line.add("-Dspark.driver.host=127.0.0.1");
        line.add("-Dspark.driver.bindAddress=127.0.0.1");
        line.add("-Dspark.local.dir=" + directory.resolve("tmp"));
        line.add("-Dspark.sql.warehouse.dir=" + directory.resolve("warehouse"));
        line.add("-Dspark.connect.grpc.binding.address=127.0.0.1");
        line.add("-Dspark.connect.grpc.binding.port=" + port);
        options.settings().forEach((key, value) -> line.add("-D" + key + "=" + value));
        line.addAll(List.of("-cp", classPath, SPARK_MAIN));
        return new ServerCommand("spark", line, port, directory);
    }

    /** A server that is killed leaves what it has unpacked, which is to be found with the rest of it. */
    private List<String> java(String heap, ServerOptions options, Path temporary) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmFlags);
        line.addAll(options.jvmFlags(heap));
        line.add("-Xss4m");
        line.add("-Djava.io.tmpdir=" + created(temporary.toAbsolutePath()));
        return line;
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory, e);
        }
    }

    private static Path logging(Path home) {
        try (InputStream in = Servers.class.getResourceAsStream("spark-log4j2.properties")) {
            if (in == null) {
                throw new IllegalStateException("the resource spark-log4j2.properties is missing");
            }
            Files.createDirectories(home);
            Path file = home.resolve("spark-log4j2.properties");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + home, e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
