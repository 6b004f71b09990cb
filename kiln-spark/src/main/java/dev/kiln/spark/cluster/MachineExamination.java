package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether this machine has what clusters and applications need. */
final class MachineExamination {
    private static final int LEAST_JAVA = 17;
    private static final long LITTLE_SPACE = 1L << 30;
    private static final long TOO_LITTLE_SPACE = 100L << 20;

    private final Supplier<Distribution> distribution;
    private final Path home;
    private final Map<String, String> environment;

    MachineExamination(Supplier<Distribution> distribution, Path home, Map<String, String> environment) {
        this.distribution = distribution;
        this.home = home;
        this.environment = environment;
    }

    List<Finding> findings(ClusterPlan plan, boolean masterRuns) {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(spark());
        findings.add(hostName());
        findings.add(disk());
        findings.add(python());
        if (!plan.master().place().overSsh() && !masterRuns) {
            MasterSpec master = plan.master().spec();
            findings.add(port("master", master.host(), master.port(), "port"));
            findings.add(port("web page", master.host(), master.pagePort(), "webui"));
            findings.add(port("REST server", master.host(), master.restPort(), "rest"));
        }
        return findings;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        String text = "Java " + Runtime.version() + " at " + System.getProperty("java.home");
        return version >= LEAST_JAVA
                ? Finding.ok("Java", text)
                : Finding.failure("Java", text, "install Java 17 or newer and set JAVA_HOME");
    }

    private Finding spark() {
        try {
            Distribution found = distribution.get();
            return Finding.ok("Spark", "Spark " + found.sparkVersion() + " (" + found.name() + ") at " + found.home());
        } catch (SparkSetupException e) {
            return Finding.failure("Spark", String.valueOf(e.getMessage()), "kiln engine list, kiln engine add");
        }
    }

    private static Finding hostName() {
        try {
            InetAddress address = InetAddress.getLocalHost();
            return address.isLoopbackAddress()
                    ? Finding.warning(
                            "host name",
                            address.getHostName() + " is " + address.getHostAddress() + ", which others cannot reach",
                            "give it this machine's own address in /etc/hosts, or set SPARK_LOCAL_IP")
                    : Finding.ok("host name", address.getHostName() + " is " + address.getHostAddress());
        } catch (UnknownHostException e) {
            return Finding.failure(
                    "host name", "this machine's name has no address: " + e.getMessage(), "add it to /etc/hosts");
        }
    }

    private Finding disk() {
        try {
            Files.createDirectories(home);
            FileStore store = Files.getFileStore(home);
            long space = store.getUsableSpace();
            String text = (space >> 20) + " MiB are free where " + home + " is";
            if (space < TOO_LITTLE_SPACE) {
                return Finding.failure("disk", text, "free some, or set KILN_HOME to another disk");
            }
            return space < LITTLE_SPACE
                    ? Finding.warning("disk", text, "free some, or set KILN_HOME to another disk")
                    : Finding.ok("disk", text);
        } catch (IOException e) {
            return Finding.failure(
                    "disk", home + " cannot be used: " + e.getMessage(), "set KILN_HOME to another place");
        }
    }

    private Finding python() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "python3"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(path -> Finding.ok("Python", path.toString()))
                .orElseGet(() -> Finding.warning(
                        "Python",
                        "there is no python3 on the PATH",
                        "install it if applications in Python are to run here"));
    }

    private static Finding port(String whose, String host, int port, String key) {
        if (port == 0) {
            return Finding.ok("port", "the " + whose + " takes any that is free");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Finding.ok("port", port + " is free for the " + whose);
        } catch (IOException e) {
            return Finding.failure(
                    "port",
                    host + ":" + port + " cannot be had for the " + whose + ": " + e.getMessage(),
                    "end what uses it, or choose another in the hosts file: master " + host + " " + key + "=PORT");
        }
    }
}
