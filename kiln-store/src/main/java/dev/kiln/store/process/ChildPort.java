package dev.kiln.store.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The port of a {@link ChildStore}, which stays the same from start to start as long as nobody else takes it: others have been
 * told of it.
 */
final class ChildPort {
    private static final int ATTEMPTS = 100;

    private ChildPort() {}

    /** The one that was used last, or will be used next. */
    static synchronized int planned(Path directory, String host) {
        Path file = directory.resolve("port");
        try {
            if (Files.exists(file)) {
                return Integer.parseInt(Files.readString(file).strip());
            }
            return write(file, free(host));
        } catch (IOException | NumberFormatException e) {
            throw MemberDirectory.failed("cannot use " + file, e);
        }
    }

    /** The one to start with: the planned one, or another if that is taken. */
    static synchronized int next(Path directory, String host) {
        int planned = planned(directory, host);
        try {
            return areFree(host, planned) ? planned : write(directory.resolve("port"), free(host));
        } catch (IOException e) {
            throw MemberDirectory.failed("cannot use " + directory.resolve("port"), e);
        }
    }

    private static int write(Path file, int port) throws IOException {
        Path written = Files.writeString(file.resolveSibling("port.new"), port + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return port;
    }

    /** The first of three that are free: clients, discovery and communication. */
    private static int free(String host) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port;
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(host))) {
                port = first.getLocalPort();
            }
            if (areFree(host, port)) {
                return port;
            }
        }
        throw MemberDirectory.failed("no three ports in a row are free");
    }

    private static boolean areFree(String host, int port) {
        return isFree(host, port) && isFree(host, port + 1) && isFree(host, port + 2);
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.isBound();
        } catch (IOException | IllegalArgumentException taken) {
            return false;
        }
    }
}
