package dev.kiln.engine.translate;

import java.util.Optional;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The columnar batches of one part of a source, for one thread. */
public interface BatchCursor extends AutoCloseable {
    /** The next batch, valid until the next call, or empty at the end. Batches may have no rows. */
    Optional<ColumnarBatch> next();

    /** Releases what the part holds. Idempotent. */
    @Override
    void close();
}
