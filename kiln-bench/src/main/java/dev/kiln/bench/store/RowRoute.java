package dev.kiln.bench.store;

import dev.kiln.store.Store;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A way to the rows {@code (id BIGINT, n INT, name STRING)} of the table {@code bench.rows}, by key. */
interface RowRoute extends AutoCloseable {
    /** How many rows {@link #putBatch} puts. */
    int BATCH = 1_000;

    /** Through the store's client, which makes the table. */
    static RowRoute ofClient(Store store) {
        return ClientRoute.open(store);
    }

    /** Through Ignite's thin JDBC driver. */
    static RowRoute ofJdbc(String url) throws SQLException {
        return new JdbcRoute(DriverManager.getConnection(url));
    }

    /** Reads the row of a key, which is there. */
    void read(long key) throws SQLException;

    /** Replaces the row of a key. */
    void write(long key) throws SQLException;

    /** Replaces the rows of {@link #BATCH} keys. */
    void putBatch(long firstKey) throws SQLException;

    @Override
    void close() throws SQLException;
}
