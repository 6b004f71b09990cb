package dev.kiln.engine.analysis;

import org.apache.spark.sql.catalyst.InternalRow;

/** Rows of a running query, for one thread. A row is valid until the next one is asked for. */
public interface QueryRows extends AutoCloseable {
    boolean hasNext();

    /** The next row; the same object may be used for every row. */
    InternalRow next();

    /** Ends the query if rows are left. Idempotent. */
    @Override
    void close();
}
