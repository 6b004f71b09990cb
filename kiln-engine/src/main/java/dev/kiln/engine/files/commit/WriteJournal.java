package dev.kiln.engine.files.commit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes that have begun and not ended, one small file each in a directory of the home. A record is replaced
 * atomically and is on the disk when a method returns. Safe for use by many threads; each write is one thread's.
 */
public final class WriteJournal {
    /** The Hadoop setting that names the journal's directory to the commit protocol. */
    public static final String DIRECTORY_KEY = "kiln.files.journal";

    private static final Logger LOG = LoggerFactory.getLogger(WriteJournal.class);
    private static final String SUFFIX = ".write";

    private final Path directory;

    private WriteJournal(Path directory) {
        this.directory = directory;
    }

    /** The journal of a home. */
    public static WriteJournal in(Path home) {
        return new WriteJournal(directoryIn(home));
    }

    /** Where the journal of a home is: the value for {@link #DIRECTORY_KEY}. */
    public static Path directoryIn(Path home) {
        return home.resolve("writes");
    }

    /**
     * The journal that a job is to use.
     *
     * @throws IllegalStateException if none is configured: a write without a journal could be lost half way
     */
    static WriteJournal of(Configuration hadoop) {
        String directory = hadoop.get(DIRECTORY_KEY);
        if (directory == null) {
            throw new IllegalStateException(DIRECTORY_KEY + " is not set");
        }
        return new WriteJournal(Path.of(directory));
    }

    /** Creates or replaces the record of a write. */
    void record(String jobId, WriteRecord write) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(jobId + SUFFIX);
        Path next = directory.resolve(jobId + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer content = ByteBuffer.wrap(WriteRecordCodec.encode(write));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Forgets a write that has ended. */
    void forget(String jobId) throws IOException {
        Files.deleteIfExists(directory.resolve(jobId + SUFFIX));
    }

    /**
     * Ends what a killed process left: committed writes are carried out to the end, others are removed. To be called
     * before the first write, by the process that owns the home. A write that can't be ended is logged and kept for
     * the next start.
     */
    public void recover(Configuration hadoop) throws IOException {
        for (Path file : leftovers()) {
            String name = file.getFileName().toString();
            if (!name.endsWith(SUFFIX)) {
                Files.delete(file);
                continue;
            }
            try {
                new WriteSteps(hadoop).finish(WriteRecordCodec.decode(Files.readAllBytes(file)));
                Files.delete(file);
            } catch (IOException e) {
                LOG.error("could not end the interrupted write {}", name, e);
            }
        }
    }

    private List<Path> leftovers() throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                stream.forEach(files::add);
            }
        }
        return files;
    }
}
