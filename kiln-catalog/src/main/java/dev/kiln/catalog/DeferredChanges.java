package dev.kiln.catalog;

import dev.kiln.catalog.store.HomeStore;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Changes of one thread that become durable together. The thread sees them at once, others when they are committed. To
 * be used by the thread that opened it.
 */
public final class DeferredChanges implements AutoCloseable {
    private final HomeStore store;

    DeferredChanges(HomeStore store) {
        this.store = store;
        store.defer();
    }

    /** Where the tables and partitions were whose files the changes give up; the files are still there. */
    public List<Path> givenUp() {
        return store.givenUp();
    }

    /**
     * Makes the changes durable and visible to all, with a mark that tells that they are. Each change is checked again
     * against what the catalog holds by now; if one fails, nothing has changed.
     *
     * @param mark a name for this commit that was never used before
     */
    public void commit(String mark) {
        store.commitDeferred(mark);
    }

    /** Drops what has not been committed. Idempotent. */
    @Override
    public void close() {
        store.dropDeferred();
    }
}
