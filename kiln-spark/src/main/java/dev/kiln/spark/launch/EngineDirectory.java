package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one engine keeps its things on this machine: its logs, its temporary files, and the record by which it is found
 * again.
 *
 * @param path absolute
 */
record EngineDirectory(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(EngineDirectory.class);
    private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. )");
    private static final int TAIL_BYTES = 16 * 1024;

    /** @throws SparkSetupException if it cannot be made */
    static EngineDirectory create(Path path) {
        EngineDirectory directory = new EngineDirectory(path.toAbsolutePath());
        try {
            Files.createDirectories(directory.temporary());
        } catch (IOException e) {
            throw new SparkSetupException("cannot make " + directory.temporary() + ": " + e.getMessage(), e);
        }
        return directory;
    }

    /** What the driver prints: errors above all. */
    Path output() {
        return path.resolve("driver.out");
    }

    /** What Spark logs. */
    Path log() {
        return path.resolve("driver.log");
    }

    Path temporary() {
        return path.resolve("tmp");
    }

    /** Spark's settings. */
    Path properties() {
        return path.resolve("driver.properties");
    }

    Path record() {
        return path.resolve("engine.properties");
    }

    /**
     * Writes Spark's settings into a file for the owner alone: some are secrets, which a command line would show to all.
     *
     * @throws SparkSetupException if it cannot be written
     */
    void writeProperties(Map<String, String> settings) {
        Properties all = new Properties();
        all.putAll(settings);
        try {
            Files.deleteIfExists(properties());
            // Only the owner may read what is made like this.
            Path written = Files.createTempFile(path, "driver", ".new");
            try (Writer out = Files.newBufferedWriter(written)) {
                all.store(out, null);
            }
            Files.move(written, properties());
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + properties() + ": " + e.getMessage(), e);
        }
    }

    /** The last lines that the driver printed, or logged if it printed nothing; without the frames of stack traces. */
    List<String> lastLines(int most) {
        List<String> printed = lastLines(output(), most);
        return printed.isEmpty() ? lastLines(log(), most) : printed;
    }

    private static List<String> lastLines(Path file, int most) {
        if (Files.notExists(file)) {
            return List.of();
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - TAIL_BYTES);
            byte[] tail = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(tail);
            List<String> lines = withoutStackFrames(new String(tail, StandardCharsets.UTF_8));
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        } catch (IOException e) {
            return List.of("(" + file + " cannot be read: " + e.getMessage() + ")");
        }
    }

    /** The lines that say something. */
    static List<String> withoutStackFrames(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !STACK_FRAME.matcher(line).lookingAt())
                .toList();
    }

    /** Removes what nobody needs after the engine has ended, which is all but the logs; the record goes last. */
    void clear() {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, entry -> !isKept(entry))) {
            for (Path entry : entries) {
                deleteTree(entry);
            }
            Files.deleteIfExists(record());
        } catch (IOException e) {
            LOG.warn("cannot clear {}: {}", path, e.toString());
        }
    }

    private boolean isKept(Path entry) {
        // The log has a number in its name once it has grown.
        return entry.equals(output())
                || entry.equals(record())
                || entry.getFileName().toString().startsWith(log().getFileName().toString());
    }

    /** Removes everything. */
    void delete() {
        try {
            deleteTree(path);
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", path, e.toString());
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // A driver that is ending removes files of its own.
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
