package dev.kiln.store;

import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client's connection to the store. Safe for use by several threads; holds at most one connection per member.
 *
 * <p>Every method throws {@link StoreException}, and returns within the time that the client was given. Where members
 * fail, calls go to others as long as that can't do anything twice: reads, uploads and commits may be repeated freely,
 * because batches and writes have names.
 */
public interface Store extends AutoCloseable {
    // --- members

    /** The members that are up, locators first. */
    List<Member> members();

    // --- namespaces and tables

    List<String> namespaces();

    /** The properties of a namespace. */
    Map<String, String> namespace(String namespace);

    void createNamespace(String namespace, Map<String, String> properties);

    void alterNamespace(String namespace, Map<String, String> properties);

    /** Drops a namespace; one that has tables only with {@link DropBehavior#CASCADE}. */
    void dropNamespace(String namespace, DropBehavior behavior);

    List<TableName> tables(String namespace);

    Table table(TableName name);

    /** Makes an empty table. */
    Table create(TableSpec spec);

    /**
     * Changes what a table is: its columns, comment, properties or name. Batches stay as they are, so columns may be
     * added, renamed, widened and dropped, and kind, placement and persistence are what they were.
     *
     * @param table as the caller knows it; {@code TABLE_CHANGED} if it isn't that any more
     */
    Table alter(Table table, TableSpec spec);

    /**
     * Gives a column table the name of another, which is dropped at the same moment if there is one.
     *
     * @param table as the caller knows it; {@code TABLE_CHANGED} if it isn't that any more
     * @param spec as {@link #alter} takes it, with the name
     */
    Table replace(Table table, TableSpec spec);

    void drop(TableName name);

    // --- reading

    /** The table's latest version. */
    Snapshot snapshot(Table table);

    /** Where the table's buckets are now. */
    BucketOwners owners(Table table);

    /**
     * Reads columns of a batch, from a server on the preferred host if it has a copy, otherwise from any that has.
     *
     * @param columns ids
     * @param deletes the list of deleted rows to read too
     * @param preferredHost the name or address of the reader's machine
     */
    StoredBatch read(
            Table table,
            int bucket,
            BatchId batch,
            List<Integer> columns,
            Optional<Batch.Deletes> deletes,
            String preferredHost);

    /**
     * What row tables offer beside what all tables do.
     *
     * @throws StoreException {@code UNAVAILABLE} if this store has no row tables
     */
    default RowStore rows() {
        throw new StoreException(StoreCondition.UNAVAILABLE, "This store has no row tables", Map.of());
    }

    // --- writing

    /**
     * Begins a write. What is uploaded for it becomes visible by its commit, or is collected some time after its end.
     * It lives for as long as some client does something for it at least every {@code kiln.store.writeTimeout}.
     *
     * @param rowLevel whether the commit will remove single rows or batches: until it ends, the table's batches are
     *     not rewritten in the background
     * @return the write's id, which other processes may use
     */
    long beginWrite(Table table, boolean rowLevel);

    /** Says that a write is still under way. */
    void keepAlive(long write);

    /**
     * Stores a batch with all its copies. Repeating it with equal bytes does nothing.
     *
     * @param columns the encoded columns, in the order of the batch's chunks
     */
    void upload(Table table, int bucket, Batch batch, List<byte[]> columns);

    /**
     * Stores a batch's new list of deleted rows, under the name that {@code deletes} gives it.
     *
     * @param batch the batch, which an earlier write may have made
     * @param rows the encoded list
     */
    void uploadDeletes(Table table, int bucket, BatchId batch, Batch.Deletes deletes, byte[] rows);

    /**
     * Makes a write visible at once, and ends it. Repeating a commit that succeeded does nothing and returns the same.
     *
     * @return the version that has the change
     */
    long commit(Table table, Commit commit);

    /** The latest step of a stream that was committed to a table. */
    Optional<Long> lastEpoch(Table table, String stream);

    /** Gives a write up. Does nothing if it has ended. */
    void abort(Table table, long write);

    @Override
    void close();

    /** What happens to what is in something that is dropped. */
    enum DropBehavior {
        RESTRICT,
        CASCADE
    }
}
