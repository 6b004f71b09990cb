package dev.kiln.engine.bridge;

import dev.kiln.engine.bridge.BoundSource.SourceScan;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.internal.SQLConf;
import org.duckdb.NativeVectors;
import org.duckdb.TableCallback;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/** One thread's reading of a row source. */
final class SourceReader implements TableCallback.Reader {
    private final BoundSource bound;
    private VectorWriter @Nullable [] writers;
    private @Nullable Iterator<InternalRow> rows;

    SourceReader(BoundSource bound) {
        this.bound = bound;
    }

    @Override
    public int read(TableCallback.Scan scan, ByteBuffer chunk) throws SQLException {
        try {
            return SQLConf.withExistingConf(bound.conf(), () -> fill((SourceScan) scan, chunk));
        } catch (Throwable error) {
            throw new SQLException(bound.errors().keep(error), error);
        }
    }

    private int fill(SourceScan scan, ByteBuffer chunk) {
        VectorWriter[] columns = writers(scan);
        for (int i = 0; i < columns.length; i++) {
            columns[i].begin(NativeVectors.column(chunk, scan.position(i)));
        }
        int capacity = NativeVectors.capacity();
        int filled = 0;
        while (filled < capacity && advance(scan)) {
            InternalRow row = rows.next();
            for (int i = 0; i < columns.length; i++) {
                columns[i].write(row, i, filled);
            }
            filled++;
        }
        for (VectorWriter column : columns) {
            column.end(filled);
        }
        return filled;
    }

    /** Whether there is another row, in this partition or the next. */
    private boolean advance(SourceScan scan) {
        while (rows == null || !rows.hasNext()) {
            close();
            int partition = scan.nextPartition();
            if (partition < 0) {
                return false;
            }
            rows = bound.source().open(partition, scan.columns());
        }
        return true;
    }

    private VectorWriter[] writers(SourceScan scan) {
        if (writers == null) {
            writers = new VectorWriter[scan.columns().length];
            for (int i = 0; i < writers.length; i++) {
                writers[i] = VectorWriter.of(scan.type(bound.source(), i), bound.text());
            }
        }
        return writers;
    }

    @Override
    public void close() {
        Iterator<InternalRow> open = rows;
        rows = null;
        if (open instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception error) {
                throw new IllegalStateException("cannot close a row source", error);
            }
        }
    }
}
