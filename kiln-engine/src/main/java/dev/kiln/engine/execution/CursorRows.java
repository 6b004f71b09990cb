package dev.kiln.engine.execution;

import dev.kiln.engine.analysis.QueryCancelledException;
import dev.kiln.engine.analysis.QueryRows;
import dev.kiln.engine.bridge.VectorColumn;
import dev.kiln.engine.bridge.VectorRow;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.duckdb.NativeVectors;

/** The rows of a result as views of DuckDB's memory. Read by one thread; another may close them. */
final class CursorRows implements QueryRows {
    private final QueryCursor cursor;
    private final VectorRow row;
    private final Cancellation cancellation;
    private final Function<QueryFailure, RuntimeException> onFailure;
    private int rows;
    private int next;
    private boolean ended;
    private boolean closed;

    /**
     * @param onFailure finds the exception for a failure after the first chunk
     */
    CursorRows(
            QueryCursor cursor,
            StructType schema,
            Cancellation cancellation,
            Function<QueryFailure, RuntimeException> onFailure) {
        this.cursor = cursor;
        this.row = new VectorRow(VectorColumn.of(schema), 0);
        this.cancellation = cancellation;
        this.onFailure = onFailure;
    }

    /** Fetches the first chunk. */
    void prefetch() throws QueryFailure {
        fetch();
    }

    private void fetch() throws QueryFailure {
        rows = 0;
        next = 0;
        while (rows == 0 && !ended) {
            Optional<ByteBuffer> chunk = cursor.next();
            if (chunk.isPresent()) {
                row.attach(chunk.get(), 0);
                rows = NativeVectors.rows(chunk.get());
            } else {
                ended = true;
            }
        }
    }

    @Override
    public synchronized boolean hasNext() {
        if (closed) {
            return false;
        }
        if (next == rows && !ended) {
            try {
                cancellation.check();
                fetch();
            } catch (QueryFailure failure) {
                close();
                throw onFailure.apply(failure);
            } catch (QueryCancelledException cancelled) {
                close();
                throw cancelled;
            }
        }
        if (next < rows) {
            return true;
        }
        close();
        return false;
    }

    @Override
    public synchronized InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        row.moveTo(next++);
        return row;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            cancellation.end();
            cursor.close();
        }
    }
}
