package dev.kiln.engine.translate;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;

/**
 * Rows that come from the JVM rather than from a file that DuckDB reads: local relations and files read by Spark's own
 * parsers. A query may scan one source several times and from several threads.
 */
public interface RowSource {
    /** All columns that can be asked for. */
    StructType schema();

    /** How many independent parts the source has; at least one. Parts are read concurrently. */
    int partitions();

    /** The number of rows if it is known, or a negative number. */
    long estimatedRows();

    /**
     * Opens a part. Rows may be reused by the iterator: the reader copies what it keeps. The reader drains the iterator
     * or closes it if it is {@link AutoCloseable}.
     *
     * @param partition from 0
     * @param columns positions in {@link #schema()}, in the order in which the rows are to hold them
     */
    Iterator<InternalRow> open(int partition, int[] columns);

    /** Whether {@link #estimatedRows} is exact, if it is known at all. */
    default boolean countsExactly() {
        return true;
    }

    /**
     * Opens a part whose rows come in columns, in place of {@link #open}. The reader closes it.
     *
     * @return batches whose columns are those of {@link #schema()} in order, or nothing if the part has rows only
     */
    default Optional<BatchCursor> batches(int partition) {
        return Optional.empty();
    }
}
