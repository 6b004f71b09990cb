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

/**
 * The writes that have begun and not ended, one small file each in a directory of the home. A record is replaced
 * atomically and is on the disk when a method returns. Safe for use by many threads; each write is one thread's.
 */
final class WriteJournal {
    private static final String SUFFIX = ".write";

    private final Path directory;

    WriteJournal(Path directory) {
        this.directory = directory;
    }

    /** Creates or replaces the record of a write. */
    void record(String jobId, WriteRecord write) throws IOException {
        Files.createDirectories(directory);
        Path next = directory.resolve(jobId + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer content = ByteBuffer.wrap(WriteRecordCodec.encode(write));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(next, file(jobId), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    WriteRecord read(String jobId) throws IOException {
        return WriteRecordCodec.decode(Files.readAllBytes(file(jobId)));
    }

    /** Forgets a write that has ended. */
    void forget(String jobId) throws IOException {
        Files.deleteIfExists(file(jobId));
    }

    /** The writes that have not ended. Only to be asked while nobody writes: removes records that were never whole. */
    List<String> jobs() throws IOException {
        List<String> jobs = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(SUFFIX)) {
                        jobs.add(name.substring(0, name.length() - SUFFIX.length()));
                    } else {
                        Files.delete(file);
                    }
                }
            }
        }
        return jobs;
    }

    private Path file(String jobId) {
        return directory.resolve(jobId + SUFFIX);
    }
}
