package dev.kiln.spark.application;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Passes on what a driver prints and keeps the beginning of it, up to a limit. */
final class CappedCopy implements Runnable {
    private static final long MOST = 64L << 20;
    private static final byte[] LIMIT_REACHED =
            "\n(more was printed, which is not kept)\n".getBytes(StandardCharsets.UTF_8);

    private final InputStream from;
    private final OutputStream to;
    private final OutputStream kept;
    private long room;

    /** Closes none of them. */
    CappedCopy(InputStream from, OutputStream to, OutputStream kept) {
        this(from, to, kept, MOST);
    }

    /** @param most how many bytes are kept */
    CappedCopy(InputStream from, OutputStream to, OutputStream kept, long most) {
        this.room = most;
        this.from = from;
        this.to = to;
        this.kept = kept;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
                keep(buffer, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(byte[] buffer, int length) throws IOException {
        if (room > 0) {
            kept.write(buffer, 0, (int) Math.min(length, room));
            room -= length;
            if (room <= 0) {
                kept.write(LIMIT_REACHED);
            }
            kept.flush();
        }
    }
}
