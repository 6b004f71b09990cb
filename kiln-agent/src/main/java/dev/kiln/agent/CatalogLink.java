package dev.kiln.agent;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Asks Kiln about its catalog, over connections that prove who they are as the driver's report does. A request whose
 * connection breaks is sent again: Kiln answers it once. Safe for use by many threads.
 */
final class CatalogLink implements UnaryOperator<byte[]> {
    private static final int MOST_CONNECTIONS = 4;
    private static final int LONGEST_ANSWER = 64 << 20;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 60_000;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long RETRY_MILLIS = 200;

    private final Settings settings;
    private final Semaphore permits = new Semaphore(MOST_CONNECTIONS, true);
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    CatalogLink(Settings settings) {
        this.settings = settings;
    }

    @Override
    public byte[] apply(byte[] request) {
        try {
            if (!permits.tryAcquire(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new UncheckedIOException(new IOException("all connections have been busy for a long time"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted"));
        }
        try {
            return ask(request);
        } finally {
            permits.release();
        }
    }

    private byte[] ask(byte[] request) {
        long start = System.nanoTime();
        while (true) {
            Optional<Connection> old = Optional.ofNullable(idle.poll());
            try {
                Connection connection = old.isPresent() ? old.get() : new Connection(settings);
                byte[] answer = connection.ask(request);
                idle.push(connection);
                return answer;
            } catch (IOException e) {
                // One that was idle may have been closed long ago.
                if (old.isEmpty()) {
                    if (System.nanoTime() - start > RETRY_NANOS) {
                        throw new UncheckedIOException(e);
                    }
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted"));
        }
    }

    /** Closed by its first failure, or with the process. */
    private static final class Connection {
        private final Socket socket = new Socket();
        private final DataInputStream in;
        private final DataOutputStream out;

        Connection(Settings settings) throws IOException {
            try {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(ANSWER_MILLIS);
                socket.connect(new InetSocketAddress(settings.ownerHost(), settings.ownerPort()), CONNECT_MILLIS);
                in = new DataInputStream(socket.getInputStream());
                out = new DataOutputStream(socket.getOutputStream());
                Handshake handshake = new Handshake(settings.secret());
                send(handshake.answer(line(), "engine=" + settings.engine() + "&wants=catalog"));
                handshake.check(line());
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        }

        private void send(String line) throws IOException {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Byte by byte, because what follows is no text. */
        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("Kiln hung up");
                }
                line.append((char) next);
            }
            return line.toString();
        }

        byte[] ask(byte[] request) throws IOException {
            try {
                byte[] message = new byte[Integer.BYTES + request.length];
                java.nio.ByteBuffer.wrap(message).putInt(request.length).put(request);
                out.write(message);
                out.flush();
                int length = in.readInt();
                if (length < 0 || length > LONGEST_ANSWER) {
                    throw new IOException("an answer of " + length + " bytes");
                }
                byte[] answer = new byte[length];
                in.readFully(answer);
                return answer;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }
}
