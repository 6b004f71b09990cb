package dev.kiln.engine.analysis;

import dev.kiln.spi.Progress;
import java.util.Optional;

/**
 * A translated query. {@link #stream} or {@link #rows} is called at most once, on any thread; {@link #cancel} and
 * {@link #progress} may be called from other threads at any time.
 *
 * <p>Failures of the query are thrown as Spark's own exceptions, a cancelled query as {@link QueryCancelledException}.
 */
public interface RunnableQuery extends AutoCloseable {
    /**
     * Runs the query on the calling thread. At least one batch is delivered, also for an empty result, and batches are
     * in the order of the rows.
     */
    void stream(ArrowBatchConsumer consumer);

    /** Runs the query and returns its rows in the output order of the plan. The caller closes the rows. */
    QueryRows rows();

    /** Whether {@link #writeParquet} may be called in place of the others. */
    default boolean writesParquet() {
        return false;
    }

    /**
     * Runs the query on the calling thread and writes its rows, in order, to a file; returns their number. A file is
     * there, whole or not, also if this fails.
     */
    default long writeParquet(ParquetTarget target) {
        throw new UnsupportedOperationException("the query gives its rows to others");
    }

    /** Ends the query soon, wherever it is. Idempotent. */
    void cancel();

    /** How far the query is, if that is known. */
    Optional<Progress> progress();

    /** What {@code EXPLAIN} shows of this query: one line or several, without a final line break. */
    String description();

    /** Releases everything; cancels the query if it still runs. Idempotent. */
    @Override
    void close();
}
