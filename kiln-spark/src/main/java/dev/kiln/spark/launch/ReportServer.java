package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.catalog.CatalogRequests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where drivers report. Kiln speaks first, with a challenge; the driver answers with a signature, a challenge of its own
 * and its report; Kiln signs that challenge or says {@code unknown}. Then pings begin. A driver that has said {@code
 * wants=catalog} instead asks about the catalog from then on. Thread-safe.
 */
final class ReportServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportServer.class);
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final int CHALLENGE_BYTES = 16;
    private static final int MOST_CONNECTIONS = 1024;

    private final ServerSocket socket;
    private final String host;
    private final Optional<CatalogRequests> catalog;
    private final ExecutorService connections;
    private final Map<String, DriverLink> links = new ConcurrentHashMap<>();

    private ReportServer(ServerSocket socket, String host, Optional<CatalogRequests> catalog) {
        this.socket = socket;
        this.host = host;
        this.catalog = catalog;
        this.connections = new ThreadPoolExecutor(
                0, MOST_CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> thread(work, "driver"));
    }

    /**
     * Listens on a free port.
     *
     * @param host the address to listen on, which is also the one that drivers are told
     * @param catalog answers what drivers ask about it, if they may
     * @throws SparkSetupException if it is no address of this machine
     */
    static ReportServer start(String host, Optional<CatalogRequests> catalog) {
        try {
            ReportServer server =
                    new ReportServer(new ServerSocket(0, 128, InetAddress.getByName(host)), host, catalog);
            thread(server::accept, "accept").start();
            return server;
        } catch (IOException e) {
            throw new SparkSetupException("cannot listen for drivers on " + host + ": " + e.getMessage(), e);
        }
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, "kiln-spark-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /** Where drivers report, as {@code host:port}. */
    String address() {
        return host + ":" + socket.getLocalPort();
    }

    /** Expects the report of an engine from now on. The caller closes the link. */
    DriverLink expect(String engine, Duration lease) {
        DriverLink link = new DriverLink(engine, Secret.random(), lease);
        links.put(engine, link);
        return link;
    }

    /** Closes a link and knows its engine no more. */
    void forget(DriverLink link) {
        links.remove(link.engine(), link);
        link.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                try {
                    connections.execute(() -> serve(accepted));
                } catch (RejectedExecutionException e) {
                    accepted.close();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("cannot accept the connection of a driver: {}", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted;
                LineConnection connection = new LineConnection(accepted)) {
            String challenge = Secret.randomText(CHALLENGE_BYTES);
            connection.send(challenge);
            String[] answer = connection.receive(HANDSHAKE).split(" ", 3);
            if (answer.length != 3) {
                throw new IllegalArgumentException("it does not speak as a driver does");
            }
            Map<String, String> says = EngineReport.fields(answer[2]);
            String engine = EngineReport.field(says, "engine");
            Optional<DriverLink> link = Optional.ofNullable(links.get(engine))
                    .filter(known -> known.secret().signed(challenge + " " + answer[1] + " " + answer[2], answer[0]));
            if (link.isEmpty()) {
                LOG.info("unknown engine {} at {} is told to end", engine, accepted.getRemoteSocketAddress());
                connection.send("unknown");
                return;
            }
            connection.send(link.get().secret().sign("welcome " + answer[1]));
            if (catalog.isPresent() && "catalog".equals(says.get("wants"))) {
                link.get().catalogConnections().serve(accepted, catalog.get());
            } else {
                link.get().serve(connection, EngineReport.of(says));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.info("a connection from {} was dropped: {}", accepted.getRemoteSocketAddress(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing", e);
        }
        links.values().forEach(DriverLink::close);
        links.clear();
        connections.shutdownNow();
    }
}
