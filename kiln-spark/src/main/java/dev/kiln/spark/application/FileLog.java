package dev.kiln.spark.application;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A log that is a file of this machine. */
record FileLog(Path file) implements LogReader {
    private static final int LONGEST_PIECE = 64 * 1024;

    @Override
    public Piece read(long offset) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.min(offset, channel.size()));
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST_PIECE);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Reads what fits.
            }
            int whole = wholeCharacters(bytes.array(), bytes.position());
            return new Piece(
                    new String(bytes.array(), 0, whole, StandardCharsets.UTF_8),
                    offset + whole,
                    offset + whole < channel.size() && whole > 0);
        } catch (NoSuchFileException e) {
            return new Piece("", offset, false);
        }
    }

    /** How many bytes there are without a character at the end that is only there in part. */
    private static int wholeCharacters(byte[] bytes, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int value = bytes[length - back] & 0xff;
            if ((value & 0xc0) == 0x80) {
                continue;
            }
            int needed = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : value >= 0xc0 ? 2 : 1;
            return needed > back ? length - back : length;
        }
        return length;
    }
}
