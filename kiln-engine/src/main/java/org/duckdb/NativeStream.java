package org.duckdb;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query, chunk by chunk, as DuckDB produces it. Errors keep their text wherever they occur: the
 * driver's own reader ends silently if the query fails late. Used by one thread, except for {@link #interrupt} and
 * {@link #progress}.
 */
public final class NativeStream implements AutoCloseable {
    private static final Field RESULT = resultField();

    private final DuckDBConnection connection;
    private final DuckDBPreparedStatement statement;
    private @Nullable DuckDBChunkedResult result;
    private @Nullable ByteBuffer resultRef;
    private @Nullable ByteBuffer chunk;

    /** Prepares a query. */
    public NativeStream(DuckDBConnection connection, String sql) throws SQLException {
        this.connection = connection;
        this.statement = connection.prepare(sql);
    }

    /** Starts the query and returns when its first rows are there or it has failed. */
    public void execute() throws SQLException {
        result = statement.query();
        resultRef = resultOf(result);
    }

    /**
     * The next chunk, valid until the next call, or empty at the end.
     *
     * @throws SQLException if the query failed at any time, also when rows have been returned before
     */
    public Optional<ByteBuffer> next() throws SQLException {
        if (resultRef == null) {
            throw new IllegalStateException("not executed, or closed");
        }
        releaseChunk();
        chunk = DuckDBBindings.duckdb_fetch_chunk(resultRef);
        if (chunk == null) {
            byte[] error = DuckDBBindings.duckdb_result_error(resultRef);
            if (error != null && error.length > 0) {
                throw new SQLException(new String(error, StandardCharsets.UTF_8));
            }
        }
        return Optional.ofNullable(chunk);
    }

    /** Asks the running query to end. Callable from any thread. */
    public void interrupt() throws SQLException {
        connection.connRefLock.lock();
        try {
            if (!connection.isClosed()) {
                connection.interrupt();
            }
        } finally {
            connection.connRefLock.unlock();
        }
    }

    /** How far the running query is, as far as DuckDB knows. Callable from any thread. */
    public Optional<QueryProgress> progress() throws SQLException {
        connection.connRefLock.lock();
        try {
            return connection.isClosed() ? Optional.empty() : Optional.of(connection.queryProgress());
        } finally {
            connection.connRefLock.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        releaseChunk();
        resultRef = null;
        try {
            if (result != null) {
                result.close();
                result = null;
            }
        } finally {
            statement.close();
        }
    }

    private void releaseChunk() {
        if (chunk != null) {
            DuckDBBindings.duckdb_destroy_data_chunk(chunk);
            chunk = null;
        }
    }

    private static ByteBuffer resultOf(DuckDBChunkedResult result) {
        try {
            return (ByteBuffer) RESULT.get(result);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read the driver's result reference", e);
        }
    }

    private static Field resultField() {
        try {
            Field field = DuckDBChunkedResult.class.getDeclaredField("resultRef");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("this version of the driver has no resultRef", e);
        }
    }
}
