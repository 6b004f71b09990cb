package dev.kiln.spark.catalog;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections over which one driver, which has proved who it is, asks about the catalog. A message is its length in
 * four bytes and as many bytes. Thread-safe.
 */
public final class CatalogConnections implements AutoCloseable {
    private static final int MOST = 8;
    private static final int LONGEST_REQUEST = 32 << 20;
    private static final int IDLE_MILLIS = (int) TimeUnit.MINUTES.toMillis(5);
    private static final int STALLED_MILLIS = (int) TimeUnit.SECONDS.toMillis(30);

    private final Set<Socket> open = new HashSet<>();
    private boolean closed;

    /**
     * Answers over a connection until the driver hangs up, is silent for five minutes or stops in the middle of a request,
     * or until this is closed.
     *
     * @throws IOException if the driver says too much at once, or has too many connections already
     */
    public void serve(Socket socket, CatalogRequests requests) throws IOException {
        add(socket);
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                socket.setSoTimeout(IDLE_MILLIS);
                int length = in.readInt();
                if (length < 0 || length > LONGEST_REQUEST) {
                    throw new IOException("a request about the catalog of " + length + " bytes");
                }
                socket.setSoTimeout(STALLED_MILLIS);
                byte[] request = in.readNBytes(length);
                if (request.length < length) {
                    throw new EOFException("the connection ended in the middle of a request");
                }
                byte[] answer = requests.answer(request);
                out.writeInt(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (EOFException | SocketTimeoutException e) {
            // It has no more to ask at the moment, and connects again when it has.
        } finally {
            remove(socket);
        }
    }

    private synchronized void add(Socket socket) throws IOException {
        if (closed || open.size() >= MOST) {
            throw new IOException(closed ? "the engine has ended" : "the driver has too many connections");
        }
        open.add(socket);
    }

    private void remove(Socket socket) {
        synchronized (this) {
            open.remove(socket);
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use in any case.
        }
    }

    /** Ends all connections and takes no more. Idempotent. */
    @Override
    public void close() {
        Set<Socket> last;
        synchronized (this) {
            closed = true;
            last = Set.copyOf(open);
        }
        last.forEach(CatalogConnections::close);
    }
}
