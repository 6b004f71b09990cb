package dev.kiln.engine.duckdb;

import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;

/** A connection that one query holds. For one thread at a time, except for the driver's own thread-safe calls. */
public final class DuckDbLease implements AutoCloseable {
    private final DuckDbDatabase database;
    private final DuckDBConnection connection;
    private String timeZone = "";
    private Outcome outcome = Outcome.UNKNOWN;

    DuckDbLease(DuckDbDatabase database, DuckDBConnection connection) {
        this.database = database;
        this.connection = connection;
    }

    private enum Outcome {
        UNKNOWN,
        REUSABLE,
        RETURNED
    }

    public DuckDBConnection connection() {
        return connection;
    }

    void useTimeZone(String zone) throws SQLException {
        outcome = Outcome.UNKNOWN;
        if (!zone.equals(timeZone)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TimeZone = '" + TimeZones.toDuckDb(zone).replace("'", "''") + "'");
            }
            timeZone = zone;
        }
    }

    /** Says that the query has ended well, so that the connection can serve another one. */
    public void markReusable() {
        outcome = Outcome.REUSABLE;
    }

    /** Ends the lease. A connection whose query did not end well is not used again. Idempotent. */
    @Override
    public void close() {
        Outcome before = outcome;
        outcome = Outcome.RETURNED;
        switch (before) {
            case REUSABLE -> database.giveBack(this);
            case UNKNOWN -> {
                try {
                    closeConnection();
                } finally {
                    database.giveUp();
                }
            }
            case RETURNED -> {}
        }
    }

    void closeConnection() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new DuckDbException("cannot close a connection", failed);
        }
    }
}
