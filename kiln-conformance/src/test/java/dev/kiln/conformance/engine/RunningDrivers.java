package dev.kiln.conformance.engine;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The drivers that a Kiln has started, as it records them in its home. */
final class RunningDrivers {
    private RunningDrivers() {}

    static List<ProcessHandle> of(Path home) throws IOException {
        Path running = home.resolve("engines/running");
        List<ProcessHandle> drivers = new ArrayList<>();
        if (!Files.exists(running)) {
            return drivers;
        }
        try (DirectoryStream<Path> engines = Files.newDirectoryStream(running)) {
            for (Path engine : engines) {
                Path file = engine.resolve("engine.properties");
                if (Files.exists(file)) {
                    ProcessHandle.of(pid(file)).filter(ProcessHandle::isAlive).ifPresent(drivers::add);
                }
            }
        }
        return drivers;
    }

    private static long pid(Path file) throws IOException {
        Properties record = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            record.load(in);
        }
        return Long.parseLong(record.getProperty("pid"));
    }
}
