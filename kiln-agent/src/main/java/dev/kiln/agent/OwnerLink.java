package dev.kiln.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The connection to Kiln, over which the driver reports once and then answers Kiln's pings. When it has been silent for
 * longer than the lease, or Kiln does not want this engine any more, the process ends.
 */
final class OwnerLink {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 500;

    private final Settings settings;
    private final String report;
    private final BooleanSupplier isBusy;
    private final Consumer<String> ending;
    private long lastHeard = System.nanoTime();

    private OwnerLink(Settings settings, String report, BooleanSupplier isBusy, Consumer<String> ending) {
        this.settings = settings;
        this.report = report;
        this.isBusy = isBusy;
        this.ending = ending;
    }

    /** @param ending is told, with the reason, that the driver is to end */
    static void start(Settings settings, Map<String, String> report, BooleanSupplier isBusy, Consumer<String> ending) {
        OwnerLink link = new OwnerLink(settings, encode(report), isBusy, ending);
        Thread thread = new Thread(link::keep, "kiln-owner");
        thread.setDaemon(true);
        thread.start();
    }

    private static String encode(Map<String, String> report) {
        StringJoiner pairs = new StringJoiner("&");
        report.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return pairs.toString();
    }

    private void keep() {
        String reason =
                "its owner has not been heard of for " + settings.lease().toSeconds() + " s";
        while (System.nanoTime() - lastHeard < settings.lease().toNanos()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(settings.ownerHost(), settings.ownerPort()), CONNECT_MILLIS);
                socket.setSoTimeout((int) settings.lease().toMillis());
                if (!talk(socket)) {
                    reason = "its owner wants it to end";
                    break;
                }
            } catch (IOException e) {
                System.err.println("kiln-agent: no connection to its owner: " + e);
            }
            pause();
        }
        ending.accept(reason);
    }

    /** @return false if this engine is to end; an exception means that the connection was lost */
    private boolean talk(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        Handshake handshake = new Handshake(settings.secret());
        String challenge = next(in);
        send(out, handshake.answer(challenge, report));
        String welcome = next(in);
        if (welcome.equals("unknown")) {
            return false;
        }
        handshake.check(welcome);
        while (true) {
            lastHeard = System.nanoTime();
            String word = next(in);
            if (word.equals("stop")) {
                return false;
            }
            send(out, isBusy.getAsBoolean() ? "pong busy" : "pong");
        }
    }

    private static String next(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("it hung up");
        }
        return line;
    }

    private static void send(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
