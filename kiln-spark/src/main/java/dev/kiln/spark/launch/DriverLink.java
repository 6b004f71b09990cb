package dev.kiln.spark.launch;

import dev.kiln.spark.catalog.CatalogConnections;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Kiln's side of the connection to one driver: its report, and whether it is still there. The driver connects, as often
 * as it has to; pings in both directions show that the other side lives. Thread-safe.
 */
final class DriverLink implements AutoCloseable {
    private static final int PINGS_PER_LEASE = 6;

    private final String engine;
    private final Secret secret;
    private final Duration lease;
    private final CompletableFuture<EngineReport> report = new CompletableFuture<>();
    private final CompletableFuture<String> lost = new CompletableFuture<>();

    private final CatalogConnections catalogConnections = new CatalogConnections();
    private Optional<LineConnection> connection = Optional.empty();
    private boolean closed;
    private volatile boolean busy;

    DriverLink(String engine, Secret secret, Duration lease) {
        this.engine = engine;
        this.secret = secret;
        this.lease = lease;
    }

    String engine() {
        return engine;
    }

    Secret secret() {
        return secret;
    }

    /** Those over which it asks about the catalog; closed with this. */
    CatalogConnections catalogConnections() {
        return catalogConnections;
    }

    /** Completes when the driver has reported. */
    CompletableFuture<EngineReport> report() {
        return report;
    }

    /** Completes, with a reason, when the driver has been away for longer than the lease. */
    CompletableFuture<String> lost() {
        return lost;
    }

    /** Whether Spark ran something when the driver was last heard of. */
    boolean isBusy() {
        return busy;
    }

    /**
     * Serves a connection of the driver, which has proved who it is, until that breaks or the link is closed. Then waits,
     * for the length of the lease, for the driver to come back on another one.
     */
    void serve(LineConnection arrived, EngineReport says) throws InterruptedException {
        if (!take(arrived)) {
            return;
        }
        report.complete(says);
        try {
            ping(arrived);
        } catch (IOException e) {
            arrived.close();
            if (!comesBack(arrived)) {
                lost.complete("it has not been heard of for " + lease.toSeconds() + " s");
            }
        }
    }

    private synchronized boolean take(LineConnection arrived) {
        if (closed) {
            return false;
        }
        connection.ifPresent(LineConnection::close);
        connection = Optional.of(arrived);
        notifyAll();
        return true;
    }

    private void ping(LineConnection arrived) throws IOException, InterruptedException {
        long pause = Math.max(1, lease.toMillis() / PINGS_PER_LEASE);
        while (isCurrent(arrived)) {
            arrived.send("ping");
            busy = arrived.receive(lease).equals("pong busy");
            awaitChange(arrived, pause);
        }
    }

    private synchronized boolean isCurrent(LineConnection arrived) {
        return !closed && connection.filter(current -> current == arrived).isPresent();
    }

    /** Waits until another connection has taken the place of this one, or the link was closed. */
    private synchronized void awaitChange(LineConnection arrived, long longestMillis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longestMillis);
        long left = longestMillis;
        while (isCurrent(arrived) && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private boolean comesBack(LineConnection broken) throws InterruptedException {
        awaitChange(broken, lease.toMillis());
        return !isCurrent(broken);
    }

    /** Tells the driver to end, if it can be told. Idempotent. */
    @Override
    public void close() {
        catalogConnections.close();
        Optional<LineConnection> last;
        synchronized (this) {
            closed = true;
            last = connection;
            connection = Optional.empty();
            notifyAll();
        }
        if (last.isPresent()) {
            try {
                last.get().send("stop");
            } catch (IOException e) {
                // It will miss the pings.
            }
            last.get().close();
        }
    }
}
