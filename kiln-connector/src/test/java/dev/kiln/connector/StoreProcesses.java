package dev.kiln.connector;

import dev.kiln.store.Member;
import dev.kiln.store.process.MemberJvm;
import dev.kiln.store.server.MemberMain;
import dev.kiln.store.server.MemberSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A locator and servers in processes of their own. */
final class StoreProcesses implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final List<Process> processes = new ArrayList<>();
    private final String locator;

    StoreProcesses(Path directory, int servers) throws IOException, InterruptedException {
        int port = freePort();
        locator = HOST + ":" + port;
        try {
            start(Member.Role.LOCATOR, directory.resolve("locator"), port, 0);
            for (int i = 0; i < servers; i++) {
                start(Member.Role.SERVER, directory.resolve("server" + i), 0, 256L << 20);
            }
            await(directory.resolve("locator"));
            for (int i = 0; i < servers; i++) {
                await(directory.resolve("server" + i));
            }
        } catch (IOException | InterruptedException | AssertionError e) {
            close();
            throw e;
        }
    }

    String locator() {
        return locator;
    }

    private void start(Member.Role role, Path directory, int port, long memory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("member.properties");
        MemberMain.write(
                new MemberSettings(
                        role,
                        directory,
                        HOST,
                        port,
                        List.of(locator),
                        memory,
                        Optional.empty(),
                        MemberSettings.Times.STANDARD),
                file);
        List<String> command =
                new ArrayList<>(MemberJvm.ofThisProcess().command(MemberMain.class.getName(), 384L << 20, List.of()));
        command.add(file.toString());
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("member.log").toFile())
                .start());
    }

    private void await(Path directory) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        Path state = directory.resolve(MemberMain.STATE_FILE);
        while (!Files.exists(state) || !Files.readString(state).startsWith(MemberMain.READY)) {
            if (System.nanoTime() > end || processes.stream().anyMatch(process -> !process.isAlive())) {
                throw new AssertionError("not ready: " + Files.readString(directory.resolve("member.log")));
            }
            Thread.sleep(20);
        }
    }

    /** The first of three ports that are free. */
    private static int freePort() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
                int port = first.getLocalPort();
                if (isFree(port + 1) && isFree(port + 2)) {
                    return port;
                }
            }
        }
        throw new AssertionError("no free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.isBound();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
