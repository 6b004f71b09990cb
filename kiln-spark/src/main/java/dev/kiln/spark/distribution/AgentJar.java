package dev.kiln.spark.distribution;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;

/** Kiln's agent for Spark's drivers, which travels inside Kiln's own jars and is unpacked where Spark can read it. */
public final class AgentJar {
    private AgentJar() {}

    /**
     * The agent as a file; written if it is not there yet. Files of other builds have other names.
     *
     * @param directory {@code engines} in Kiln's home
     * @throws SparkSetupException if it cannot be written
     */
    public static Path unpackedIn(Path directory) {
        byte[] content = content();
        CRC32 checksum = new CRC32();
        checksum.update(content);
        Path file = directory.toAbsolutePath().resolve("kiln-agent-%08x.jar".formatted(checksum.getValue()));
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(directory);
                Path written = Files.createTempFile(directory, "kiln-agent", ".new");
                Files.write(written, content);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] content() {
        try (InputStream in = AgentJar.class.getResourceAsStream("kiln-agent.jar")) {
            if (in == null) {
                throw new IllegalStateException("kiln-agent.jar is missing from Kiln's jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
