package dev.kiln.store.server;

import dev.kiln.store.snapshot.Batch;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a server has rewritten since it was started. Safe for use by several threads. */
final class Compacted {
    private final LongAdder commits = new LongAdder();
    private final LongAdder from = new LongAdder();
    private final LongAdder to = new LongAdder();
    private final LongAdder deletedRows = new LongAdder();

    void add(List<Rewrite> rewrites) {
        commits.increment();
        for (Rewrite rewrite : rewrites) {
            from.add(rewrite.from().size());
            to.increment();
            rewrite.from().forEach((Batch batch) -> deletedRows.add(batch.rows() - batch.liveRows()));
        }
    }

    long commits() {
        return commits.sum();
    }

    /** Batches that went. */
    long from() {
        return from.sum();
    }

    /** Batches that came instead. */
    long to() {
        return to.sum();
    }

    /** Rows that had been deleted, and whose place is free. */
    long deletedRows() {
        return deletedRows.sum();
    }
}
