package dev.kiln.spark.distribution;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;

/** Code for Spark's drivers, which travels inside Kiln's own jars and is unpacked where Spark can read it. */
public enum CarriedJar {
    /** What runs in every driver, under every version of Spark. */
    AGENT("kiln-agent"),
    /** Kiln's catalog for drivers of Spark 4. */
    CATALOG("kiln-catalog-driver");

    private final String stem;

    CarriedJar(String stem) {
        this.stem = stem;
    }

    /**
     * The jar as a file; written if it is not there yet. Files of other builds have other names.
     *
     * @param directory {@code engines} in Kiln's home
     * @throws SparkSetupException if it cannot be written
     */
    public Path unpackedIn(Path directory) {
        byte[] content = content();
        CRC32 checksum = new CRC32();
        checksum.update(content);
        Path file = directory.toAbsolutePath().resolve("%s-%08x.jar".formatted(stem, checksum.getValue()));
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(directory);
                Path written = Files.createTempFile(directory, stem, ".new");
                Files.write(written, content);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private byte[] content() {
        try (InputStream in = CarriedJar.class.getResourceAsStream(stem + ".jar")) {
            if (in == null) {
                throw new IllegalStateException(stem + ".jar is missing from Kiln's jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
