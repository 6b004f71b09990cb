package dev.kiln.agent;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * What Kiln told the driver: settings of Spark, which reach a driver on every cluster manager, and a secret in its
 * environment, which nobody else can read.
 */
final class Settings {
    private final String engine;
    private final String ownerHost;
    private final int ownerPort;
    private final Duration lease;
    private final boolean diesWithInput;
    private final String secret;

    private Settings(
            String engine, String ownerHost, int ownerPort, Duration lease, boolean diesWithInput, String secret) {
        this.engine = engine;
        this.ownerHost = ownerHost;
        this.ownerPort = ownerPort;
        this.lease = lease;
        this.diesWithInput = diesWithInput;
        this.secret = secret;
    }

    /** Those of a file, if there is one, become system properties first, where Spark looks for them. */
    static Settings ofThisProcess() throws IOException {
        String file = System.getProperty("kiln.driver.properties");
        if (file != null) {
            Properties properties = new Properties();
            try (Reader in = Files.newBufferedReader(Path.of(file))) {
                properties.load(in);
            }
            properties.stringPropertyNames().forEach(name -> System.setProperty(name, properties.getProperty(name)));
        }
        String owner = property("spark.kiln.owner");
        int colon = owner.lastIndexOf(':');
        String secret = System.getenv("SPARK_KILN_SECRET");
        if (secret == null) {
            throw new IllegalStateException("the environment variable SPARK_KILN_SECRET is not set");
        }
        return new Settings(
                property("spark.kiln.engine"),
                owner.substring(0, colon),
                Integer.parseInt(owner.substring(colon + 1)),
                Duration.ofMillis(Long.parseLong(property("spark.kiln.leaseMillis"))),
                Boolean.parseBoolean(property("spark.kiln.diesWithInput")),
                secret);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the setting " + name + " is missing");
        }
        return value;
    }

    /** The id that Kiln gave to this engine. */
    String engine() {
        return engine;
    }

    String ownerHost() {
        return ownerHost;
    }

    int ownerPort() {
        return ownerPort;
    }

    /** How long the engine goes on without a word from Kiln. */
    Duration lease() {
        return lease;
    }

    /** Whether Kiln holds the other end of standard input, which the system closes when Kiln dies. */
    boolean diesWithInput() {
        return diesWithInput;
    }

    /** What proves to either side who the other one is; never sent. */
    String secret() {
        return secret;
    }
}
