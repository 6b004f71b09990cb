package dev.kiln.spark.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Lines of text over a socket, none of them long, none of them waited for without end. Not thread-safe. */
final class LineConnection implements AutoCloseable {
    private static final int LONGEST_LINE = 4096;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    LineConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    void send(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** @throws IOException if the other side hangs up, says too much at once, or nothing in time */
    String receive(Duration longest) throws IOException {
        socket.setSoTimeout(Math.max(1, (int) longest.toMillis()));
        byte[] line = new byte[LONGEST_LINE];
        for (int length = 0; length < LONGEST_LINE; length++) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the other side hung up");
            }
            if (next == '\n') {
                return new String(line, 0, length, StandardCharsets.UTF_8);
            }
            line[length] = (byte) next;
        }
        throw new IOException("the other side said more than " + LONGEST_LINE + " bytes in a line");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use in any case.
        }
    }
}
