package dev.kiln.store.server;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.transactions.Transaction;
import org.apache.ignite.transactions.TransactionConcurrency;
import org.apache.ignite.transactions.TransactionIsolation;

/**
 * Runs changes of what replicated caches hold. A change that reads an entry has locked it. All lock in the same order: root,
 * namespaces, lists of row-level writes, tables, heads, writes.
 */
final class Transactions {
    private static final int ATTEMPTS = 5;
    private static final long LONGEST_MILLIS = 10_000;

    private final Ignite ignite;

    Transactions(Ignite ignite) {
        this.ignite = ignite;
    }

    /** Makes a change at once or not at all; one that Ignite gave up is tried again. */
    <T> T run(Supplier<T> change) {
        return run(change, LONGEST_MILLIS);
    }

    /**
     * As the other, for changes that may take longer.
     *
     * @param longestMillis after which it is given up
     */
    <T> T run(Supplier<T> change, long longestMillis) {
        for (int attempt = 1; ; attempt++) {
            try (Transaction transaction = ignite.transactions()
                    .txStart(
                            TransactionConcurrency.PESSIMISTIC,
                            TransactionIsolation.REPEATABLE_READ,
                            longestMillis,
                            0)) {
                T result = change.get();
                transaction.commit();
                return result;
            } catch (CacheException | IgniteException e) {
                // The change may have been made nevertheless; all changes look for that first.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(10_000_000L * attempt));
        }
    }
}
