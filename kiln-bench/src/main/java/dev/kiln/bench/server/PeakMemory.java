package dev.kiln.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads how much memory a process held at most. */
public final class PeakMemory {
    private PeakMemory() {}

    /** The largest resident set of a living process so far, in bytes; empty where the platform does not tell. */
    public static OptionalLong of(long processId) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(processId), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }
}
