package dev.kiln.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records, each with its length and a checksum before it, so that one that was not written to its end is known and
 * cut off when the file is opened again. Not thread-safe.
 */
final class RecordFile implements AutoCloseable {
    private static final int HEADER = 2 * Integer.BYTES;
    private static final int LARGEST = 1 << 30;

    private final FileChannel channel;
    private long end;

    /** Takes the records of a file in their order. */
    @FunctionalInterface
    interface Visitor {
        void record(long offset, byte[] bytes) throws IOException;
    }

    private RecordFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens a file, made if there is none, and reads what is whole of it. */
    static RecordFile open(Path file, Visitor visitor) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        RecordFile records = new RecordFile(channel);
        try {
            records.readAll(visitor);
            channel.truncate(records.end);
            return records;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void readAll(Visitor visitor) throws IOException {
        while (true) {
            byte[] bytes = tryRead(end);
            if (bytes.length == 0) {
                return;
            }
            visitor.record(end, bytes);
            end += HEADER + bytes.length;
        }
    }

    /** Appends a record, which must not be empty, and returns its offset. */
    long append(byte[] bytes) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEADER + bytes.length);
        record.putInt(bytes.length).putInt(checksum(bytes)).put(bytes).flip();
        long offset = end;
        while (record.hasRemaining()) {
            channel.write(record, offset + record.position());
        }
        end = offset + HEADER + bytes.length;
        return offset;
    }

    /** The record at an offset that {@link #append} gave. */
    byte[] read(long offset) throws IOException {
        byte[] bytes = tryRead(offset);
        if (bytes.length == 0) {
            throw new IOException("the journal is damaged at " + offset);
        }
        return bytes;
    }

    /** The bytes that a record of this length takes. */
    static int lengthOf(byte[] bytes) {
        return HEADER + bytes.length;
    }

    /** The size of the file. */
    long size() {
        return end;
    }

    private byte[] tryRead(long offset) throws IOException {
        ByteBuffer header = read(offset, HEADER);
        if (header.remaining() < HEADER) {
            return new byte[0];
        }
        int length = header.getInt();
        int checksum = header.getInt();
        if (length <= 0 || length > LARGEST || offset + HEADER + length > channel.size()) {
            return new byte[0];
        }
        byte[] bytes = new byte[length];
        read(offset + HEADER, length).get(bytes);
        return checksum(bytes) == checksum ? bytes : new byte[0];
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // until all is there, or the file ends
        }
        return buffer.flip();
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
