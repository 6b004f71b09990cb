package dev.kiln.catalog;

import dev.kiln.catalog.remote.StoreRequests;
import dev.kiln.catalog.store.CatalogStorageException;
import dev.kiln.catalog.store.HomeInUseException;
import dev.kiln.catalog.store.HomeStore;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Spark's catalog, kept in the home. It outlives the process: a change is durable when its method returns, and a process
 * that is killed at any moment leaves either the state before a change or the state after it, files included.
 *
 * <p>Safe for use by many threads. One process at a time has a home open.
 */
public final class PersistentCatalog extends StoreCatalog implements AutoCloseable {
    private final HomeStore store;

    private PersistentCatalog(HomeStore store, Configuration hadoop) {
        super(store, hadoop);
        this.store = store;
    }

    /**
     * Opens the catalog of a home, creating both if need be, and finishes what a killed process left.
     *
     * @param hadoop how the file systems of databases and tables are reached
     * @throws HomeInUseException if the home is open elsewhere
     * @throws CatalogStorageException if the catalog can't be created or read
     */
    public static PersistentCatalog open(Path home, Configuration hadoop) {
        return new PersistentCatalog(HomeStore.open(home, () -> hadoop), hadoop);
    }

    /**
     * From now on, until the result is closed, changes of the calling thread wait to become durable together.
     *
     * @throws IllegalStateException if the thread defers its changes already
     */
    public DeferredChanges defer() {
        return new DeferredChanges(store);
    }

    /** Whether deferred changes were committed under a mark, be it by a process that is dead. */
    public boolean isMarked(String mark) {
        return store.isMarked(mark);
    }

    /** Nobody will ask for a mark again. */
    public void settle(String mark) {
        store.settle(mark);
    }

    /** Nobody will ask for any mark but these. */
    public void retainMarks(Set<String> marks) {
        store.retainMarks(marks);
    }

    /**
     * Answers the catalogs of other processes, which hold what this one holds.
     *
     * @param changed is run after each change that another process has made, and when it may have changed files of tables
     */
    public StoreRequests requests(Runnable changed) {
        return new StoreRequests(store, changed);
    }

    /** Lets other processes open the home. Idempotent. */
    @Override
    public void close() {
        store.close();
    }
}
