package dev.kiln.store.process;

import dev.kiln.store.Member;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.access.AccessSettings;
import dev.kiln.store.access.Token;
import dev.kiln.store.server.ChildMain;
import dev.kiln.store.server.MemberMain;
import dev.kiln.store.server.MemberSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A store of one server on the loopback address, in a process that ends with this one. What its tables keep on disk outlives
 * it. Other users of the machine reach the address as well; a token that is made with the directory keeps them out. Safe for
 * use by several threads.
 */
public final class ChildStore implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 20;
    private static final String SERVER = "server";
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    private final Process process;
    private final String locator;

    private ChildStore(Process process, String locator) {
        this.process = process;
        this.locator = locator;
    }

    /**
     * Starts the store of a directory and returns when it can be used.
     *
     * @param directory of this store alone
     * @param memory bytes that tables may take outside of the heap
     * @param heap bytes
     * @throws StoreException {@code UNAVAILABLE} if it doesn't start; then nothing is left running
     */
    public static ChildStore start(MemberJvm jvm, Path directory, long memory, long heap) {
        AccessSettings access = access(directory);
        int port = ChildPort.next(directory, HOST);
        String locator = HOST + ":" + port;
        Process process;
        Path serverDirectory = directory.resolve(SERVER);
        try {
            Path locatorFile = settings(Member.Role.LOCATOR, directory.resolve("locator"), port, port, 0, access);
            Path serverFile = settings(Member.Role.SERVER, serverDirectory, 0, port, memory, access);
            Files.deleteIfExists(serverDirectory.resolve(ChildMain.READY_FILE));
            List<String> command = new ArrayList<>(jvm.command(ChildMain.class.getName(), heap, List.of()));
            command.add(locatorFile.toString());
            command.add(serverFile.toString());
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("store.log").toFile())
                    .start();
        } catch (IOException e) {
            throw failed("The store of " + directory + " can't be started: " + e.getMessage(), e);
        }
        ChildStore store = new ChildStore(process, locator);
        boolean ready = false;
        try {
            store.await(serverDirectory.resolve(ChildMain.READY_FILE), directory.resolve("store.log"));
            ready = true;
            return store;
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    private static Path settings(
            Member.Role role, Path directory, int port, int locator, long memory, AccessSettings access)
            throws IOException {
        MemberSettings settings = new MemberSettings(
                role,
                directory,
                HOST,
                port,
                List.of(HOST + ":" + locator),
                memory,
                Optional.empty(),
                MemberSettings.Times.STANDARD,
                access);
        Path file = directory.resolve("member.properties");
        MemberMain.write(settings, file);
        return file;
    }

    /** What lets clients into the store of a directory, which need not run; made if it isn't there. */
    public static AccessSettings access(Path directory) {
        Path token = made(directory).resolve("token");
        try {
            Token.create(token);
            return AccessSettings.ofTokenFile(token);
        } catch (IOException e) {
            throw failed("The token file " + token + " can't be written: " + e.getMessage(), e);
        }
    }

    /** Where clients find the store of a directory when it runs next, as {@code host:port}, unless others take the port. */
    public static String locator(Path directory) {
        return HOST + ":" + ChildPort.planned(made(directory), HOST);
    }

    /** Whether the store of a directory has been used before. */
    public static boolean hasTables(Path directory) {
        return Files.exists(directory.resolve(SERVER));
    }

    private static Path made(Path directory) {
        try {
            if (!Files.exists(directory)) {
                Files.createDirectories(directory.toAbsolutePath().getParent());
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
            }
        } catch (FileAlreadyExistsException e) {
            // Made by another thread meanwhile.
        } catch (IOException e) {
            throw failed("The directory " + directory + " can't be made: " + e.getMessage(), e);
        }
        return directory;
    }

    private void await(Path readyFile, Path log) {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        try {
            while (!Files.exists(readyFile)) {
                if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw failed("The store ended while it was being started; see " + log);
                }
                if (System.nanoTime() > end) {
                    throw failed("The store isn't ready after " + LONGEST_START.toSeconds() + " s; see " + log);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("Interrupted while the store was being started", e);
        }
    }

    private static StoreException failed(String text) {
        return new StoreException(StoreCondition.UNAVAILABLE, text, Map.of());
    }

    private static StoreException failed(String text, Exception cause) {
        return new StoreException(StoreCondition.UNAVAILABLE, text, cause);
    }

    /** Where clients find it, as {@code host:port}. */
    public String locators() {
        return locator;
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process. Idempotent. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
