package dev.kiln.store.process;

import dev.kiln.store.StoreException;
import dev.kiln.store.server.MemberMain;
import dev.kiln.store.server.MemberSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Starts members as processes that outlive the one that starts them, and ends them. */
public final class MemberProcesses {
    /** How long a member may take until it is in the ring. */
    private static final Duration LONGEST_JOIN = Duration.ofSeconds(90);

    /** How long a server that is in the ring may take until it holds rows, if nobody else is waited for. */
    private static final Duration LONGEST_READY = Duration.ofSeconds(15);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 20;
    private static final long MOST_LOG = 32L << 20;

    private final MemberJvm jvm;

    public MemberProcesses(MemberJvm jvm) {
        this.jvm = jvm;
    }

    /**
     * Starts a member and waits until it is ready, or until it is clear that the store waits for other servers.
     *
     * @param heap bytes
     * @throws StoreException {@code UNAVAILABLE} if one runs there already, or if it doesn't get into the ring; then nothing is
     *     left running
     */
    public MemberDirectory.Running start(MemberSettings settings, long heap) {
        MemberDirectory directory = new MemberDirectory(settings.directory());
        directory.running().ifPresent(running -> {
            throw MemberDirectory.failed(
                    "A member runs already in " + directory.path() + ": process " + running.process());
        });
        Process process;
        try {
            Files.createDirectories(directory.path());
            directory.forget();
            keepLogSmall(directory.log());
            MemberMain.write(settings, directory.settings());
            process = launch(directory, heap);
        } catch (IOException e) {
            throw MemberDirectory.failed("cannot start a member in " + directory.path(), e);
        }
        boolean joined = false;
        try {
            directory.remember(process.toHandle());
            await(process, directory);
            joined = true;
            return directory.running().orElseThrow(() -> ended(directory));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MemberDirectory.failed("interrupted while a member was being started", e);
        } finally {
            if (!joined) {
                process.destroyForcibly();
                directory.forget();
            }
        }
    }

    private Process launch(MemberDirectory directory, long heap) throws IOException {
        List<String> line = new ArrayList<>();
        // Closing the terminal is not to end the store.
        nohup().ifPresent(program -> line.add(program.toString()));
        line.addAll(jvm.command(MemberMain.class.getName(), heap, List.of()));
        line.add(directory.settings().toString());
        return new ProcessBuilder(line)
                .directory(directory.path().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                .start();
    }

    private static void await(Process process, MemberDirectory directory) throws InterruptedException {
        long start = System.nanoTime();
        long joined = 0;
        while (true) {
            Optional<MemberDirectory.State> state = directory.state();
            if (state.isPresent() && state.get().ready()) {
                return;
            }
            if (state.isPresent() && joined == 0) {
                joined = System.nanoTime();
            }
            if (joined != 0 && System.nanoTime() - joined > LONGEST_READY.toNanos()) {
                return;
            }
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw ended(directory);
            }
            if (joined == 0 && System.nanoTime() - start > LONGEST_JOIN.toNanos()) {
                throw MemberDirectory.failed("the member is not in the ring after " + LONGEST_JOIN.toSeconds() + " s:\n"
                        + directory.lastLines());
            }
        }
    }

    private static StoreException ended(MemberDirectory directory) {
        return MemberDirectory.failed("the member ended:\n" + directory.lastLines());
    }

    /**
     * Ends the member of a directory: it leaves the ring, or is ended without if that takes too long.
     *
     * @return whether one ran
     */
    public static boolean stop(MemberDirectory directory) {
        Optional<ProcessHandle> process = directory.process();
        process.ifPresent(handle -> {
            handle.destroy();
            if (!hasEnded(handle, LONGEST_STOP)) {
                handle.destroyForcibly();
                if (!hasEnded(handle, LONGEST_STOP)) {
                    throw MemberDirectory.failed("process " + handle.pid() + " can't be ended");
                }
            }
        });
        directory.forget();
        return process.isPresent();
    }

    private static boolean hasEnded(ProcessHandle process, Duration longest) {
        try {
            process.onExit().get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw MemberDirectory.failed("cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MemberDirectory.failed("interrupted while a member was being ended", e);
        }
    }

    private static void keepLogSmall(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > MOST_LOG) {
            Files.move(log, log.resolveSibling("member.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Optional<Path> nohup() {
        return Stream.of("/usr/bin/nohup", "/bin/nohup")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
