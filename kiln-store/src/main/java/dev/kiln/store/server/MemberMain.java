package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.StoreException;
import dev.kiln.store.access.AccessSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.IgniteException;

/**
 * A member as a process of its own: {@code MemberMain SETTINGS}, a file of properties. It prints a line when it is in the
 * ring and when it is ready, writes the same to a file in its directory, and ends when it is asked to terminate.
 */
public final class MemberMain {
    /** The first word of the line when the member does what it is for. */
    public static final String READY = "ready";

    /** The first word of the line when a server is in the ring, and the store waits for others. */
    public static final String JOINED = "joined";

    /**
     * In the member's directory, while it runs: the first word, role, {@code host:port}, id, and {@code name@host} of the
     * servers that are missing, with commas between.
     */
    public static final String STATE_FILE = "member.state";

    private static final String ACCESS = "access.";
    private static final long WAIT_MILLIS = 20;
    private static final long LOOK_MILLIS = 500;

    private MemberMain() {}

    /** Runs a member until the process is told to end. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        }
        MemberSettings settings = read(Path.of(arguments[0]));
        Path state = settings.directory().resolve(STATE_FILE);
        Files.deleteIfExists(state);
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
        Orders orders = new Orders(node, settings.directory());
        String said = "";
        boolean ready = false;
        do {
            ready |= node.awaitReady(Duration.ZERO);
            said = say(ready ? READY : JOINED, node, state, said);
            orders.obey();
        } while (!ended.await(ready ? LOOK_MILLIS : WAIT_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Says how the member is, if it isn't what was said last. */
    private static String say(String word, StoreNode node, Path state, String said) throws IOException {
        String line;
        try {
            Member member = node.member();
            line = word + " " + member.role() + " " + member.host() + ":" + member.port() + " " + member.id() + " "
                    + node.missing();
        } catch (IllegalStateException | IgniteException e) {
            // It is going over to another ring, or ending.
            return said;
        }
        if (line.equals(said)) {
            return said;
        }
        Path written = Files.writeString(state.resolveSibling(STATE_FILE + ".new"), line + "\n");
        Files.move(written, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        System.out.println(line);
        return line;
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
                        millis(properties, "times.retention")),
                access(properties));
    }

    private static AccessSettings access(Properties properties) {
        Map<String, String> named = new HashMap<>();
        for (String name : AccessSettings.NAMES) {
            String value = properties.getProperty(ACCESS + name);
            if (value != null) {
                named.put(name, value);
            }
        }
        return AccessSettings.of(named);
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
        settings.access().files().forEach((name, value) -> properties.setProperty(ACCESS + name, value));
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
