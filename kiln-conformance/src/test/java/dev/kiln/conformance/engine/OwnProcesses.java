package dev.kiln.conformance.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The processes that belong to a test: those that work in a directory below its own. */
final class OwnProcesses {
    private static final int POLL_MILLIS = 200;

    private final Path directory;

    OwnProcesses(Path directory) {
        this.directory = directory;
    }

    /** Kills those with a command line of this kind, and returns how many there were. */
    int kill(Predicate<String> commandLine) {
        List<ProcessHandle> found = find(commandLine);
        found.forEach(ProcessHandle::destroyForcibly);
        return found.size();
    }

    /** Waits until there are none of a kind, and returns the command lines of those that are left. */
    List<String> awaitNone(Predicate<String> commandLine, Duration limit) throws IllegalStateException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<ProcessHandle> left = find(commandLine);
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            left = find(commandLine);
        }
        return left.stream().map(OwnProcesses::commandLine).toList();
    }

    private List<ProcessHandle> find(Predicate<String> kind) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(this::isOwn)
                .filter(process -> kind.test(commandLine(process)))
                .toList();
    }

    private boolean isOwn(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .startsWith(directory);
        } catch (IOException e) {
            return false; // It has ended, or belongs to somebody else.
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return new String(
                            Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline")),
                            StandardCharsets.UTF_8)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
