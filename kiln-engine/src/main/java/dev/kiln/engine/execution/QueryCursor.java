package dev.kiln.engine.execution;

import dev.kiln.engine.bridge.Bridge;
import dev.kiln.engine.bridge.BridgedQuery;
import dev.kiln.engine.duckdb.DuckDbDatabase;
import dev.kiln.engine.duckdb.DuckDbLease;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.spi.Progress;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.spark.sql.internal.SQLConf;
import org.duckdb.NativeStream;
import org.duckdb.QueryProgress;

/**
 * One run of a translated query: its connection, what it has registered and its result. For one thread, except for
 * {@link #interrupt} and {@link #progress}.
 */
final class QueryCursor implements AutoCloseable {
    private final DuckDbLease lease;
    private final BridgedQuery bridged;
    private final NativeStream stream;
    private volatile boolean closed;

    private QueryCursor(DuckDbLease lease, BridgedQuery bridged, NativeStream stream) {
        this.lease = lease;
        this.bridged = bridged;
        this.stream = stream;
    }

    /** Prepares a run; nothing runs yet. */
    static QueryCursor prepare(
            DuckDbDatabase database, Bridge bridge, TranslatedQuery query, String statement, SQLConf conf)
            throws QueryFailure {
        DuckDbLease lease = database.lease(conf.sessionLocalTimeZone());
        BridgedQuery bridged = null;
        try {
            bridged = bridge.register(lease.connection(), query, conf);
            NativeStream stream = new NativeStream(lease.connection(), statement);
            QueryCursor cursor = new QueryCursor(lease, bridged, stream);
            bridged = null;
            lease = null;
            return cursor;
        } catch (SQLException failed) {
            throw QueryFailure.of(failed, bridged == null ? Optional.empty() : bridged.cause(message(failed)));
        } finally {
            if (bridged != null) {
                bridged.close();
            }
            if (lease != null) {
                lease.close();
            }
        }
    }

    void execute() throws QueryFailure {
        try {
            stream.execute();
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    /** The next chunk, valid until the next call, or empty at the end. */
    Optional<ByteBuffer> next() throws QueryFailure {
        try {
            Optional<ByteBuffer> chunk = stream.next();
            if (chunk.isEmpty()) {
                lease.markReusable();
            }
            return chunk;
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    private QueryFailure failure(SQLException failed) {
        return QueryFailure.of(failed, bridged.cause(message(failed)));
    }

    private static String message(SQLException failed) {
        return String.valueOf(failed.getMessage());
    }

    void interrupt() {
        try {
            if (!closed) {
                stream.interrupt();
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot interrupt a query", failed);
        }
    }

    Optional<Progress> progress() {
        try {
            return closed ? Optional.empty() : stream.progress().map(QueryCursor::progress);
        } catch (SQLException unknown) {
            return Optional.empty();
        }
    }

    private static Progress progress(QueryProgress progress) {
        double fraction = Math.max(0, Math.min(1, progress.getPercentage() / 100));
        return new Progress(Double.isNaN(fraction) ? 0 : fraction, Math.max(0, progress.getRowsProcessed()));
    }

    @Override
    public void close() {
        closed = true;
        try {
            stream.close();
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot close a result", failed);
        } finally {
            bridged.close();
            lease.close();
        }
    }
}
