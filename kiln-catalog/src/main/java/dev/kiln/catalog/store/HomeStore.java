package dev.kiln.catalog.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog's file: an MVStore whose commits are atomic, so a process that is killed at any moment leaves the state
 * of its last commit. The file is locked while it is open. Memory is bounded by the page cache.
 *
 * <p>Safe for use by many threads: reads share a lock, changes have it alone.
 */
public final class HomeStore implements CatalogStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HomeStore.class);
    private static final String FILE_NAME = "catalog.mv";
    private static final int CACHE_MEGABYTES = 8;
    private static final int COMMITS_BETWEEN_COMPACTIONS = 256;
    private static final int COMPACTION_FILL_PERCENT = 50;
    private static final int COMPACTION_BYTES = 1 << 20;

    private final MVStore store;
    private final Supplier<Configuration> hadoop;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final ThreadLocal<@Nullable Deferred> deferred = new ThreadLocal<>();
    private final StoredEntries pendingFileWork;
    private final StoredEntries marks;
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private long version;
    private int commitsUntilCompaction = COMMITS_BETWEEN_COMPACTIONS;

    private HomeStore(MVStore store, Supplier<Configuration> hadoop) {
        this.store = store;
        this.hadoop = hadoop;
        this.pendingFileWork = stored("fileWork");
        this.marks = stored("marks");
    }

    /** What a thread has changed and not committed. */
    private static final class Deferred {
        private final Overlay overlay = new Overlay();
        private final List<Consumer<Transaction>> changes = new ArrayList<>();
        private final List<org.apache.hadoop.fs.Path> givenUp = new ArrayList<>();
    }

    /**
     * Opens or creates the catalog of a home and finishes the work on files that a dead process left.
     *
     * @param hadoop how the file systems of databases and tables are reached, asked for when one is
     * @throws HomeInUseException if the home is open elsewhere
     * @throws CatalogStorageException if the file can't be created or read
     */
    public static HomeStore open(Path home, Supplier<Configuration> hadoop) {
        Path file = home.resolve(FILE_NAME);
        MVStore store;
        try {
            Files.createDirectories(home);
            store = new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .cacheSize(CACHE_MEGABYTES)
                    .open();
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new HomeInUseException(home, e);
            }
            throw new CatalogStorageException("cannot open the catalog " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CatalogStorageException("cannot create the home " + home + ": " + e.getMessage(), e);
        }
        store.setVersionsToKeep(0);
        HomeStore catalog = new HomeStore(store, hadoop);
        catalog.finishFileWork();
        return catalog;
    }

    @Override
    public Entries entries(String name) {
        return stored(name);
    }

    private StoredEntries stored(String name) {
        return new StoredEntries(store.openMap(name), () -> deferred().map(changes -> changes.overlay));
    }

    /** Some entries of a table, from a key on and before another; to be asked for within a read. */
    public List<Entries.Entry> range(String name, String first, String end) {
        return stored(name).range(first, end);
    }

    private Optional<Deferred> deferred() {
        return Optional.ofNullable(deferred.get());
    }

    /** From now on, changes of the calling thread wait for {@link #commitDeferred}. */
    public void defer() {
        if (deferred.get() != null) {
            throw new IllegalStateException("the thread defers its changes already");
        }
        deferred.set(new Deferred());
    }

    /** Drops what the calling thread has not committed. */
    public void dropDeferred() {
        deferred.remove();
    }

    /**
     * Commits what the calling thread has deferred, with a mark that tells that it is committed. Each change is made
     * again on what the catalog holds by now.
     */
    public void commitDeferred(String mark) {
        Deferred waiting =
                deferred().orElseThrow(() -> new IllegalStateException("the thread does not defer its changes"));
        dropDeferred();
        Set<String> unwanted = Set.copyOf(settled);
        change(transaction -> {
            waiting.changes.forEach(change -> change.accept(transaction));
            unwanted.forEach(old -> transaction.remove(marks, old));
            transaction.put(marks, mark, "");
        });
        settled.removeAll(unwanted);
    }

    /** Whether deferred changes were committed under a mark. */
    public boolean isMarked(String mark) {
        return read(() -> marks.contains(mark));
    }

    /** Allows to forget a mark; that happens with the next commit. */
    public void settle(String mark) {
        settled.add(mark);
    }

    /** Forgets all marks but these. */
    public void retainMarks(Set<String> wanted) {
        change(transaction -> marks.keys().stream()
                .filter(mark -> !wanted.contains(mark))
                .forEach(mark -> transaction.remove(marks, mark)));
    }

    /** Where tables and partitions were that the calling thread's deferred changes give up. */
    public List<org.apache.hadoop.fs.Path> givenUp() {
        return deferred().map(changes -> List.copyOf(changes.givenUp)).orElse(List.of());
    }

    /** Grows with every change; to be asked for within a read or a change. */
    public long version() {
        return version;
    }

    @Override
    public <T> T read(Supplier<T> query) {
        lock.readLock().lock();
        try {
            return query.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** If the thread defers its changes, this one is only noted. */
    @Override
    public void change(Consumer<Transaction> change) {
        Optional<Deferred> waiting = deferred();
        if (waiting.isPresent()) {
            read(() -> note(change, waiting.get()));
            return;
        }
        lock.writeLock().lock();
        try {
            AppliedTransaction transaction = new AppliedTransaction();
            try {
                change.accept(transaction);
                List<FileWork> work = transaction.fileWork();
                for (int i = 0; i < work.size(); i++) {
                    transaction.put(
                            pendingFileWork, workKey(i), work.get(i).toJson().toString());
                }
                commit();
            } catch (Throwable e) {
                transaction.undo();
                throw e;
            }
            perform(transaction);
        } finally {
            version++;
            lock.writeLock().unlock();
        }
    }

    private static boolean note(Consumer<Transaction> change, Deferred waiting) {
        AppliedTransaction transaction = new AppliedTransaction();
        try {
            change.accept(transaction);
        } catch (Throwable e) {
            transaction.undo();
            throw e;
        }
        transaction.fileWork().forEach(work -> work.deletes().ifPresent(waiting.givenUp::add));
        return waiting.changes.add(change);
    }

    private void perform(AppliedTransaction transaction) {
        List<FileWork> work = transaction.fileWork();
        for (FileWork step : work) {
            try {
                step.perform(hadoop.get());
            } catch (IOException e) {
                transaction.undo();
                commit();
                throw Unchecked.raise(step.failure(e));
            }
        }
        if (!work.isEmpty()) {
            pendingFileWork.keys().forEach(key -> pendingFileWork.replace(key, null));
            commit();
        }
    }

    private void finishFileWork() {
        List<String> keys = pendingFileWork.keys();
        for (String key : keys) {
            FileWork work = FileWork.parse(pendingFileWork.get(key).orElseThrow());
            try {
                work.perform(hadoop.get());
            } catch (IOException e) {
                LOG.warn("could not finish {} after a restart", work.toJson(), e);
            }
            pendingFileWork.replace(key, null);
        }
        if (!keys.isEmpty()) {
            commit();
        }
    }

    private void commit() {
        try {
            store.commit();
            store.sync();
            if (--commitsUntilCompaction == 0) {
                commitsUntilCompaction = COMMITS_BETWEEN_COMPACTIONS;
                store.compact(COMPACTION_FILL_PERCENT, COMPACTION_BYTES);
            }
        } catch (MVStoreException e) {
            throw new CatalogStorageException("cannot write the catalog: " + e.getMessage(), e);
        }
    }

    private static String workKey(int index) {
        return String.format("%09d", index);
    }

    /** Closes the file and lets others open the home. Idempotent. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!store.isClosed()) {
                // no compaction here: it moves chunks, and the periodic one only appends copies, which is safer
                store.close(0);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
