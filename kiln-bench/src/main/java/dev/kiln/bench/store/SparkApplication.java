package dev.kiln.bench.store;

import dev.kiln.bench.contestant.HostProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Stock Spark with the connector, on two cores in a process of its own. Not safe for use by several threads. */
public final class SparkApplication implements AutoCloseable {
    private final HostProcess host;

    private SparkApplication(HostProcess host) {
        this.host = host;
    }

    /**
     * Starts it; statements wait until it is up.
     *
     * @param home a directory for its warehouse, its log and what it spills
     * @param heap maximum heap as the JVM writes it
     * @param locators of the store that is its catalog {@code store}
     */
    public static SparkApplication start(Path home, String heap, String locators) {
        Path temporary = home.resolve("tmp");
        Map<String, String> settings = new TreeMap<>(Map.of(
                "spark.master", "local[2]",
                "spark.app.name", "bench",
                "spark.ui.enabled", "false",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.local.dir", temporary.toString(),
                "spark.sql.warehouse.dir", home.resolve("warehouse").toString(),
                "spark.sql.catalog.store", "dev.kiln.connector.StoreCatalog",
                "spark.kiln.store.locators", locators,
                // As many as there are buckets by default: the usual 200 would be for the worse of joins that shuffle.
                "spark.sql.shuffle.partitions", "8"));
        settings.put("log4j2.configurationFile", logging(home, temporary).toString());
        List<String> flags = settings.entrySet().stream()
                .map(entry -> "-D" + entry.getKey() + "=" + entry.getValue())
                .toList();
        return new SparkApplication(new HostProcess(
                "Spark",
                Distribution.installed().sparkProgram(SparkHost.class, heap, temporary, flags),
                ProcessBuilder.Redirect.appendTo(home.resolve("spark.log").toFile())));
    }

    private static Path logging(Path home, Path temporary) {
        try (InputStream in =
                SparkApplication.class.getResourceAsStream("/dev/kiln/bench/server/spark-log4j2.properties")) {
            if (in == null) {
                throw new IllegalStateException("the resource spark-log4j2.properties is missing");
            }
            Files.createDirectories(temporary);
            Path file = home.resolve("spark-log4j2.properties");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + home, e);
        }
    }

    /**
     * What a statement came to.
     *
     * @param seconds how long it took
     * @param processor seconds of processor time that Spark took meanwhile
     * @param rows its rows as text
     */
    public record Outcome(double seconds, double processor, String rows) {}

    public Outcome run(String sql) {
        String[] answer = host.ask(sql).split(" ");
        return new Outcome(
                Long.parseLong(answer[0]) / 1e9,
                Long.parseLong(answer[1]) / 1e9,
                new String(Base64.getDecoder().decode(answer[2]), StandardCharsets.UTF_8));
    }

    public OptionalLong peakMemory() {
        return host.peakMemory();
    }

    @Override
    public void close() {
        host.close();
    }
}
