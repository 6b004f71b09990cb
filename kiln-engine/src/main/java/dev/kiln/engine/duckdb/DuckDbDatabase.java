package dev.kiln.engine.duckdb;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory database and its connections. A connection runs one query at a time, so each running query leases one
 * and the number of leases is bounded. Safe for use by many threads.
 */
public final class DuckDbDatabase implements AutoCloseable {
    /** Idle connections that are kept for the next query. */
    private static final int MAX_IDLE = 16;

    /**
     * Rows that a query may have ready before they are fetched. Its first rows come when so much is there: a fifth of
     * DuckDB's own limit has them come several milliseconds earlier, and takes no longer for all.
     */
    private static final String STREAMING_BUFFER = "2MB";

    private final DuckDbSettings settings;
    private final DuckDBConnection main;
    private final Semaphore leases;
    private final Deque<DuckDbLease> idle = new ArrayDeque<>();
    private boolean closed;

    private DuckDbDatabase(DuckDbSettings settings, DuckDBConnection main) {
        this.settings = settings;
        this.main = main;
        this.leases = new Semaphore(settings.connections(), true);
    }

    /** Opens a new database. */
    public static DuckDbDatabase open(DuckDbSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryBytes() + "B");
        properties.setProperty("threads", Integer.toString(settings.threads()));
        properties.setProperty("temp_directory", settings.temporaryDirectory().toString());
        properties.setProperty("max_temp_directory_size", settings.temporaryBytes() + "B");
        properties.setProperty("preserve_insertion_order", "true");
        // Extensions would be fetched over the network in the middle of a query.
        properties.setProperty("autoinstall_known_extensions", "false");
        try {
            return new DuckDbDatabase(
                    settings,
                    DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class));
        } catch (SQLException failed) {
            throw new DuckDbException("cannot open the embedded database: " + failed.getMessage(), failed);
        }
    }

    /** The connection that owns the database; for set-up, not for queries. */
    public DuckDBConnection main() {
        return main;
    }

    /**
     * A connection for one query. The caller closes the lease.
     *
     * @param timeZone the session's time zone, as Spark names it
     * @throws DuckDbBusyException if too many queries are running for too long
     */
    public DuckDbLease lease(String timeZone) {
        acquire();
        boolean leased = false;
        try {
            DuckDbLease lease = reuse();
            if (lease == null) {
                lease = new DuckDbLease(this, main.duplicate());
                configure(lease);
            }
            lease.useTimeZone(timeZone);
            leased = true;
            return lease;
        } catch (SQLException failed) {
            throw new DuckDbException("cannot connect to the embedded database: " + failed.getMessage(), failed);
        } finally {
            if (!leased) {
                leases.release();
            }
        }
    }

    private void acquire() {
        try {
            if (!leases.tryAcquire(settings.connectionWait().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DuckDbBusyException(settings.connections());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DuckDbException("interrupted while waiting for a connection", interrupted);
        }
    }

    private synchronized @Nullable DuckDbLease reuse() {
        if (closed) {
            throw new DuckDbException("the embedded database is closed");
        }
        return idle.poll();
    }

    private static void configure(DuckDbLease lease) throws SQLException {
        try (Statement statement = lease.connection().createStatement()) {
            statement.execute("SET enable_progress_bar = true");
            statement.execute("SET enable_progress_bar_print = false");
            statement.execute("SET progress_bar_time = 0");
            statement.execute("SET streaming_buffer_size = '" + STREAMING_BUFFER + "'");
        }
    }

    /** Takes a connection back that is fit for another query. */
    void giveBack(DuckDbLease lease) {
        boolean kept = false;
        synchronized (this) {
            if (!closed && idle.size() < MAX_IDLE) {
                idle.push(lease);
                kept = true;
            }
        }
        if (!kept) {
            lease.closeConnection();
        }
        leases.release();
    }

    /** Takes back the right to a connection that has been closed. */
    void giveUp() {
        leases.release();
    }

    /** Whether the database refuses the simplest statement. */
    public boolean isBroken() {
        try (Statement statement = main.createStatement()) {
            statement.execute("SELECT 1");
            return false;
        } catch (SQLException failed) {
            return true;
        }
    }

    /** Connections that queries hold at the moment. */
    public int leased() {
        return settings.connections() - leases.availablePermits();
    }

    /** Closes the database. Queries that still run fail. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            idle.forEach(DuckDbLease::closeConnection);
            idle.clear();
        }
        try {
            main.close();
        } catch (SQLException failed) {
            throw new DuckDbException("cannot close the embedded database", failed);
        }
    }
}
