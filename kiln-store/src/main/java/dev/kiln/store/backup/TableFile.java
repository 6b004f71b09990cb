package dev.kiln.store.backup;

import dev.kiln.store.row.RowIndex;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.TableSpec;
import dev.kiln.store.wire.RecordCodec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** A table as a file: its definition, then batch after batch as the store keeps them. One batch is in memory at a time. */
final class TableFile {
    private static final int BUFFER = 1 << 20;

    private TableFile() {}

    /**
     * What comes first.
     *
     * @param indexes of a row table
     */
    record Header(TableSpec spec, List<RowIndex> indexes) {
        Header {
            indexes = List.copyOf(indexes);
        }
    }

    /** What comes then, until the end: a batch of a bucket. Its columns' bytes follow, and its list of deleted rows. */
    record Part(int bucket, Batch batch) {}

    /**
     * A batch that was read.
     *
     * @param bytes of the columns in the order of the batch's chunks, then those of the list of deleted rows if it has one
     */
    record Stored(Part part, List<byte[]> bytes) {}

    /** Writes a file. For one thread. */
    static final class Writer implements AutoCloseable {
        private final FileOutputStream file;
        private final CRC32C checksum = new CRC32C();
        private final DataOutputStream out;

        Writer(Path path, Header header) throws IOException {
            file = new FileOutputStream(path.toFile());
            out = new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(file, checksum), BUFFER));
            write(RecordCodec.write(Header.class, header));
        }

        void add(Part part, List<byte[]> bytes) throws IOException {
            write(RecordCodec.write(Part.class, part));
            out.writeInt(bytes.size());
            for (byte[] one : bytes) {
                write(one);
            }
        }

        private void write(byte[] bytes) throws IOException {
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        /** Ends the file, which is on the disk then. */
        BackupIndex.Content finish() throws IOException {
            out.writeInt(0);
            out.flush();
            file.getFD().sync();
            return new BackupIndex.Content(file.getChannel().size(), (int) checksum.getValue());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Reads a file that {@link #check} has found to be whole. For one thread. */
    static final class Reader implements AutoCloseable {
        private final DataInputStream in;
        private final Header header;

        Reader(Path path) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER));
            header = RecordCodec.read(Header.class, bytes(in.readInt()));
        }

        Header header() {
            return header;
        }

        /** The next batch; nothing after the last one. */
        Optional<Stored> next() throws IOException {
            int length = in.readInt();
            if (length == 0) {
                return Optional.empty();
            }
            Part part = RecordCodec.read(Part.class, bytes(length));
            int count = in.readInt();
            List<byte[]> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(bytes(in.readInt()));
            }
            return Optional.of(new Stored(part, all));
        }

        private byte[] bytes(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the file is cut off");
            }
            return bytes;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** @throws IllegalArgumentException if the file isn't the one that was written */
    static void check(Path path, BackupIndex.Content content) throws IOException {
        CRC32C checksum = new CRC32C();
        long length = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
                length += read;
            }
        }
        if (length != content.bytes() || (int) checksum.getValue() != content.checksum()) {
            throw new IllegalArgumentException(path + " isn't the file that was written: its "
                    + (length == content.bytes() ? "checksum" : "length") + " differs");
        }
    }
}
