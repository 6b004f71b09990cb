package dev.kiln.store;

import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.row.RowIndex;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.table.Table;
import java.util.List;

/**
 * What row tables offer beside SQL. Batches of larger writes are uploaded as those of column tables are, with
 * {@link Store#beginWrite} and {@link Store#upload}. A replicated table has one bucket. Safe for use by several threads;
 * throws {@link StoreException} as {@link Store} does.
 */
public interface RowStore {
    /**
     * Reads rows of a bucket as they are now; rows of several buckets are no snapshot.
     *
     * @param preferredHost the name or address of the reader's machine
     */
    StoredRows scan(Table table, int bucket, RowScan scan, String preferredHost);

    /**
     * Reads the rows of some keys, those that there are, in any order.
     *
     * @param columns ids, in the order in which the answer has them
     * @param bucket where the keys are, or any bucket if they are in several: only the way gets longer
     * @param keys the key columns, of at most {@value #MOST_KEYS} rows
     */
    StoredRows lookUp(Table table, List<Integer> columns, int bucket, RowBatch keys);

    /**
     * Puts or deletes rows at once, all or none. May be repeated, so there is no such way to insert.
     *
     * @param bucket as {@link #lookUp} has it
     * @param rows at most {@value #MOST_KEYS}
     */
    void write(Table table, RowAction action, int bucket, RowBatch rows);

    /**
     * Makes a write visible at once, and ends it. Repeating a commit that succeeded does nothing and returns the same.
     *
     * @return the table's version, which grows with every such commit
     */
    long commit(Table table, RowCommit commit);

    /** Makes an index of the rows that are there and of those to come. */
    void createIndex(Table table, RowIndex index);

    void dropIndex(Table table, String name);

    /** How many rows may be asked for or changed without a write of their own. */
    int MOST_KEYS = 10_000;
}
