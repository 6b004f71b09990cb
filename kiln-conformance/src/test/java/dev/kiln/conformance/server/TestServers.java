package dev.kiln.conformance.server;

import dev.kiln.bench.server.ServerOptions;
import dev.kiln.bench.server.ServerProcess;
import dev.kiln.bench.server.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Servers for tests, as processes of their own. The shared ones start when a test first asks for them and stop with the
 * JVM of the tests.
 */
public final class TestServers {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Map<String, String> LOCALE =
            Map.of("user.timezone", "America/Los_Angeles", "user.language", "en", "user.country", "US");

    /** Tests need the processors themselves. */
    private static final Map<String, String> NO_WARM_UP = Map.of("kiln.warmUpTime", "0s");

    private TestServers() {}

    private static final class SharedKiln {
        private static final ServerProcess SERVER = startKiln("2g", newDirectory("kiln"));
    }

    private static final class SharedSpark {
        private static final ServerProcess SERVER = ServerProcess.start(
                Servers.fromSystemProperties()
                        .spark(
                                newDirectory("spark"),
                                "3g",
                                new ServerOptions(
                                        LOCALE,
                                        Map.of(
                                                "spark.test.noSerdeInExplain", "true",
                                                "spark.sql.shuffle.partitions", "2"))),
                START_LIMIT);
    }

    /** Kiln's server, shared by the suites that leave no trace in it. */
    public static ServerProcess kiln() {
        return SharedKiln.SERVER;
    }

    /** Spark's own Connect server: the peer that says what is right. */
    public static ServerProcess spark() {
        return SharedSpark.SERVER;
    }

    /** A further server of Kiln on a home of its own; the caller closes it. */
    public static ServerProcess startKiln(String heap, Path home) {
        return startKiln(heap, home, Map.of());
    }

    /** A further server of Kiln on a home of its own, with more settings; the caller closes it. */
    public static ServerProcess startKiln(String heap, Path home, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(NO_WARM_UP);
        all.putAll(settings);
        return ServerProcess.start(
                Servers.fromSystemProperties().kiln(home, heap, new ServerOptions(LOCALE, all)), START_LIMIT);
    }

    /** Where generated data is kept between runs. */
    public static Path dataDirectory() {
        return Path.of(System.getProperty("kiln.test.directory", "target/servers"), "data")
                .toAbsolutePath();
    }

    /** A new directory below the build's own, so that what servers leave behind goes with the next clean build. */
    public static Path newDirectory(String name) {
        try {
            Path parent = Files.createDirectories(Path.of(System.getProperty("kiln.test.directory", "target/servers")));
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
