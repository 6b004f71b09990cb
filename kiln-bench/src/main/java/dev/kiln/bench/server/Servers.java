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

/**
 * The servers that suites and benchmarks start: Kiln, and Spark's own Connect server in local mode on all cores. Both
 * run from the same class path, which holds Spark's published jars at one version.
 *
 * @param classPath class path of Kiln's server, in the platform's form
 * @param jvmFlags the flags that Spark, Arrow and DuckDB need of the JVM
 */
public record Servers(String classPath, List<String> jvmFlags) {
    private static final String KILN_MAIN = "dev.kiln.cli.Main";
    private static final String SPARK_MAIN = "org.apache.spark.sql.connect.service.SparkConnectServer";

    public Servers {
        jvmFlags = List.copyOf(jvmFlags);
    }

    /**
     * Reads where the servers' class path is from the system properties {@code kiln.server.classes} (a directory that
     * comes first), {@code kiln.server.classpath} (a file that holds the rest) and {@code kiln.server.flags} (JVM flags,
     * separated by spaces).
     */
    public static Servers fromSystemProperties() {
        String file = System.getProperty("kiln.server.classpath");
        if (file == null) {
            throw new IllegalStateException("system property kiln.server.classpath names no file");
        }
        try {
            String flags = System.getProperty("kiln.server.flags", "").strip();
            return new Servers(
                    System.getProperty("kiln.server.classes", "")
                            + File.pathSeparator
                            + Files.readString(Path.of(file)).strip(),
                    flags.isEmpty() ? List.of() : List.of(flags.split("\\s+")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the servers' class path from " + file, e);
        }
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
        List<String> flags = flags(heap, options);
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--host", "127.0.0.1", "--port", Integer.toString(port), "--home", home.toString()));
        options.settings().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return new ServerCommand("kiln", flags, classPath, KILN_MAIN, arguments, port, home);
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
        List<String> flags = flags(heap, options);
        flags.add("-Dlog4j2.configurationFile=" + logging(home));
        flags.add("-Dspark.master=local[*]");
        flags.add("-Dspark.app.name=spark-connect");
        flags.add("-Dspark.ui.enabled=false");
        flags.add("-Dspark.driver.host=127.0.0.1");
        flags.add("-Dspark.driver.bindAddress=127.0.0.1");
        flags.add("-Dspark.local.dir=" + home.resolve("tmp"));
        flags.add("-Dspark.sql.warehouse.dir=" + home.resolve("warehouse"));
        flags.add("-Dspark.connect.grpc.binding.address=127.0.0.1");
        flags.add("-Dspark.connect.grpc.binding.port=" + port);
        options.settings().forEach((key, value) -> flags.add("-D" + key + "=" + value));
        return new ServerCommand("spark", flags, classPath, SPARK_MAIN, List.of(), port, home);
    }

    private List<String> flags(String heap, ServerOptions options) {
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.add("-Xmx" + heap);
        flags.add("-Xss4m");
        options.systemProperties().forEach((key, value) -> flags.add("-D" + key + "=" + value));
        return flags;
    }

    private static Path logging(Path home) {
        try (InputStream in = Servers.class.getResourceAsStream("spark-log4j2.properties")) {
            if (in == null) {
                throw new IllegalStateException("the resource spark-log4j2.properties is missing");
            }
            Files.createDirectories(home.resolve("tmp"));
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
