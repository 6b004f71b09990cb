package dev.kiln.engine.bridge;

import dev.kiln.engine.translate.BatchCursor;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.duckdb.NativeVectors;
import org.duckdb.TableCallback;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/** One thread's reading of a row source: parts of rows row by row, parts of columns column by column. */
final class SourceReader implements TableCallback.Reader {
    private final BoundSource bound;
    private VectorWriter @Nullable [] writers;
    private @Nullable Iterator<InternalRow> rows;
    private @Nullable BatchCursor batches;
    private @Nullable ColumnarBatch batch;
    private int batchRow;

    SourceReader(BoundSource bound) {
        this.bound = bound;
    }

    @Override
    public int read(TableCallback.Scan scan, ByteBuffer chunk) throws SQLException {
        try {
            return SQLConf.withExistingConf(bound.conf(), () -> fill((BoundSource.SourceScan) scan, chunk));
        } catch (Throwable error) {
            throw new SQLException(bound.errors().keep(error), error);
        }
    }

    /** Chunks are of one part each, so that rows and columns never share one. */
    private int fill(BoundSource.SourceScan scan, ByteBuffer chunk) {
        while (true) {
            if (batches != null) {
                if (advanceBatch()) {
                    return fillFromBatch(scan, chunk);
                }
            } else if (rows != null && rows.hasNext()) {
                return fillFromRows(scan, chunk);
            }
            close();
            int partition = scan.nextPartition();
            if (partition < 0) {
                return 0;
            }
            Optional<BatchCursor> columnar = bound.source().batches(partition);
            if (columnar.isPresent()) {
                batches = columnar.get();
            } else {
                rows = bound.source().open(partition, scan.columns());
            }
        }
    }

    /** Whether the part has another row. */
    private boolean advanceBatch() {
        while (batch == null || batchRow == batch.numRows()) {
            Optional<ColumnarBatch> next = batches.next();
            batch = next.orElse(null);
            batchRow = 0;
            if (next.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private int fillFromBatch(BoundSource.SourceScan scan, ByteBuffer chunk) {
        VectorWriter[] columns = writers(scan);
        int count = Math.min(NativeVectors.capacity(), batch.numRows() - batchRow);
        for (int i = 0; i < columns.length; i++) {
            columns[i].begin(NativeVectors.column(chunk, scan.position(i)));
            columns[i].writeAll(batch.column(scan.columns()[i]), batchRow, count);
            columns[i].end(count);
        }
        batchRow += count;
        return count;
    }

    private int fillFromRows(BoundSource.SourceScan scan, ByteBuffer chunk) {
        VectorWriter[] columns = writers(scan);
        for (int i = 0; i < columns.length; i++) {
            columns[i].begin(NativeVectors.column(chunk, scan.position(i)));
        }
        int capacity = NativeVectors.capacity();
        int filled = 0;
        while (filled < capacity && rows.hasNext()) {
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

    private VectorWriter[] writers(BoundSource.SourceScan scan) {
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
        BatchCursor openBatches = batches;
        Iterator<InternalRow> openRows = rows;
        batches = null;
        batch = null;
        rows = null;
        try {
            if (openBatches != null) {
                openBatches.close();
            }
            if (openRows instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception error) {
            throw new IllegalStateException("cannot close a row source", error);
        }
    }
}
