package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * A member as a process of its own: {@code MemberMain SETTINGS}, a file of properties. It prints one line when it is ready and
 * writes the same to the file {@code member.ready} in its directory, and ends when it is asked to terminate.
 */
public final class MemberMain {
    /** What the line that says so begins with. */
    public static final String READY = "ready ";

    /** In the member's directory, while it runs. */
    public static final String READY_FILE = "member.ready";

    private static final Duration LONGEST_START = Duration.ofDays(1);

    private MemberMain() {}

    /** Runs a member until the process is told to end. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        }
        MemberSettings settings = read(Path.of(arguments[0]));
        Path readyFile = settings.directory().resolve(READY_FILE);
        Files.deleteIfExists(readyFile);
        StoreNode node;
        try {
            node = StoreNode.start(settings);
        } catch (StoreException e) {
            System.err.println("kiln store: " + e.getMessage());
            e.printStackTrace();
            System.exit(1);
            return;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            node.close();
            ended.countDown();
        }));
        if (!node.awaitReady(LONGEST_START)) {
            System.exit(1);
        }
        Member member = node.member();
        String ready = member.role() + " " + member.host() + ":" + member.port() + " " + member.id();
        Path written = Files.writeString(settings.directory().resolve(READY_FILE + ".new"), ready + "\n");
        Files.move(written, readyFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        System.out.println(READY + ready);
        ended.await();
    }

    /** Reads what {@link #write} wrote. */
    static MemberSettings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        String locators = properties.getProperty("locators", "");
        return new MemberSettings(
                Member.Role.valueOf(properties.getProperty("role")),
                Path.of(properties.getProperty("directory")),
                properties.getProperty("host"),
                Integer.parseInt(properties.getProperty("port")),
                locators.isEmpty() ? List.of() : List.of(locators.split(",")),
                Long.parseLong(properties.getProperty("memory")),
                Optional.ofNullable(properties.getProperty("zone")),
                new MemberSettings.Times(
                        millis(properties, "times.failure"),
                        millis(properties, "times.replace"),
                        millis(properties, "times.write"),
                        millis(properties, "times.retention")));
    }

    private static Duration millis(Properties properties, String key) {
        return Duration.ofMillis(Long.parseLong(properties.getProperty(key)));
    }

    /** Writes settings for {@link #main}. */
    public static void write(MemberSettings settings, Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("role", settings.role().name());
        properties.setProperty(
                "directory", settings.directory().toAbsolutePath().toString());
        properties.setProperty("host", settings.host());
        properties.setProperty("port", String.valueOf(settings.port()));
        properties.setProperty("locators", String.join(",", settings.locators()));
        properties.setProperty("memory", String.valueOf(settings.memory()));
        settings.zone().ifPresent(zone -> properties.setProperty("zone", zone));
        MemberSettings.Times times = settings.times();
        properties.setProperty("times.failure", String.valueOf(times.failure().toMillis()));
        properties.setProperty("times.replace", String.valueOf(times.replace().toMillis()));
        properties.setProperty("times.write", String.valueOf(times.write().toMillis()));
        properties.setProperty(
                "times.retention", String.valueOf(times.retention().toMillis()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
    }
}
