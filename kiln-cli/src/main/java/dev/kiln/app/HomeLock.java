package dev.kiln.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a home for this process. The operating system drops the lock when the process dies, however it dies; the text
 * in the file only tells others who holds it.
 */
public final class HomeLock implements AutoCloseable {
    private static final int LONGEST_NOTE = 1024;

    private final Home home;
    private final FileChannel channel;

    private HomeLock(Home home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Takes the home, which must exist.
     *
     * @throws UserException if another process has it or the lock file cannot be written
     */
    public static HomeLock acquire(Home home) {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UserException("the home " + home.directory() + " is not writable: " + e.getMessage(), e);
        }
        try {
            if (tryLock(channel) == null) {
                String holder = read(channel);
                channel.close();
                throw new UserException("the home " + home.directory() + " is in use"
                        + (holder.isEmpty() ? " by another process" : " by " + holder));
            }
            HomeLock lock = new HomeLock(home, channel);
            lock.describe("process " + ProcessHandle.current().pid());
            return lock;
        } catch (IOException e) {
            throw new UserException("the home " + home.directory() + " cannot be locked: " + e.getMessage(), e);
        }
    }

    /** Tells others where this process can be reached. */
    public void announce(String address) {
        try {
            describe("process " + ProcessHandle.current().pid() + ", which serves " + address);
        } catch (IOException e) {
            throw new UserException("the home " + home.directory() + " is not writable: " + e.getMessage(), e);
        }
    }

    private void describe(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        channel.truncate(0);
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NOTE);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }

    /** Gives the home back. The file stays: removing it would let two processes lock two files of one name. */
    @Override
    public void close() {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException e) {
            throw new UserException("the home " + home.directory() + " cannot be released: " + e.getMessage(), e);
        }
    }
}
