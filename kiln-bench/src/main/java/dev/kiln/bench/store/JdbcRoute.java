package dev.kiln.bench.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Row tables by Ignite's SQL over JDBC. */
final class JdbcRoute implements RowRoute {
    private final Connection connection;

    /** @param connection closed together with this object */
    JdbcRoute(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void read(long key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, n, name FROM bench.rows WHERE id = ?")) {
            select.setLong(1, key);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getLong(1) != key || row.getString(3) == null) {
                    throw new IllegalStateException("no row of key " + key);
                }
            }
        }
    }

    @Override
    public void write(long key) throws SQLException {
        update(key, 1);
    }

    @Override
    public void putBatch(long firstKey) throws SQLException {
        update(firstKey, BATCH);
    }

    private void update(long firstKey, int count) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE bench.rows SET n = ?, name = ? WHERE id = ?")) {
            for (long key = firstKey; key < firstKey + count; key++) {
                update.setInt(1, (int) key);
                update.setString(2, "name " + key);
                update.setLong(3, key);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
