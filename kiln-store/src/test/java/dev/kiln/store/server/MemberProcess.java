package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.process.MemberJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A member in a process of its own, for tests. */
final class MemberProcess implements AutoCloseable {
    static final MemberSettings.Times QUICK = new MemberSettings.Times(
            Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final MemberSettings settings;
    private final List<String> prefix;
    private final Process process;
    private final Path log;

    private MemberProcess(MemberSettings settings, List<String> prefix, Process process, Path log) {
        this.settings = settings;
        this.prefix = prefix;
        this.process = process;
        this.log = log;
    }

    static MemberProcess locator(Path directory, String host, int port, List<String> locators) {
        return start(
                new MemberSettings(Member.Role.LOCATOR, directory, host, port, locators, 0, Optional.empty(), QUICK));
    }

    static MemberProcess server(Path directory, String host, List<String> locators) {
        return start(new MemberSettings(
                Member.Role.SERVER, directory, host, 0, locators, 256L << 20, Optional.empty(), QUICK));
    }

    static MemberProcess start(MemberSettings settings) {
        return start(settings, List.of());
    }

    /** @param prefix a command that runs the member's */
    static MemberProcess start(MemberSettings settings, List<String> prefix) {
        try {
            Files.createDirectories(settings.directory());
            Files.deleteIfExists(settings.directory().resolve(MemberMain.STATE_FILE));
            Path file = settings.directory().resolve("member.properties");
            MemberMain.write(settings, file);
            Path log = settings.directory().resolve("member.log");
            List<String> command = new ArrayList<>(prefix);
            command.addAll(MemberJvm.ofThisProcess().command(MemberMain.class.getName(), 512L << 20, List.of()));
            command.add(file.toString());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new MemberProcess(settings, prefix, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same directory, started again. */
    MemberProcess again() {
        return start(settings, prefix);
    }

    MemberProcess awaitReady() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(settings.directory().resolve(MemberMain.STATE_FILE))) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("not ready: " + Files.readString(log));
            }
            Thread.sleep(20);
        }
        return this;
    }

    /** Ends it without a chance to tidy up. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    /** Asks it to end. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("still running");
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The first of three ports that are free on an address. */
    static int freePort(String host) {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(host))) {
                int port = first.getLocalPort();
                if (isFree(host, port + 1) && isFree(host, port + 2)) {
                    return port;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("no free ports");
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.isBound();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
