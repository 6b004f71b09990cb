package dev.kiln.store;

import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.row.RowIndex;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.table.Table;
import java.util.List;
import java.util.Optional;

/**
 * What row tables offer beside SQL. Batches of larger writes are uploaded as those of column tables are, with
 * {@link Store#beginWrite} and {@link Store#upload}. A replicated table has one bucket. Safe for use by several threads;
 * throws {@link StoreException} as {@link Store} does.
 */
public interface RowStore {
    /** How many rows may be asked for or changed without a write of their own. */
    int MOST_KEYS = 10_000;

    /**
     * How many rows one commit may change. A commit is one transaction of Ignite's, whose servers keep all of its rows on
     * their heaps until it ends, and which has two minutes.
     */
    int MOST_ROWS_OF_COMMIT = 100_000;

    /**
     * Reads some rows of a bucket as they are now: rows of several pages or buckets are no snapshot. Every row that is there
     * from the first page to the last comes once.
     *
     * @param after the place that the page before this one ended with; nothing for the first. May be given to any member
     * @param preferredHost the name or address of the reader's machine
     * @return a page of bounded size, which may have no rows although others follow
     */
    StoredRows scan(Table table, int bucket, RowScan scan, Optional<byte[]> after, String preferredHost);

    /**
     * Reads the rows of some keys, those that there are, in any order.
     *
     * @param columns ids, in the order in which the answer has them; {@link RowScan#CHECKSUM} too
     * @param bucket where the keys are, or any bucket if they are in several: only the way gets longer
     * @param keys the key columns, of at most {@value #MOST_KEYS} rows
     */
    StoredRows lookUp(Table table, List<Integer> columns, int bucket, RowBatch keys);

    /** About how many rows there are: those that have just expired may be counted. */
    long count(Table table);

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
     * @param commit of at most {@value #MOST_ROWS_OF_COMMIT} rows. One that only empties a table may empty any; beyond that
     *     number, others see its rows go
     * @return the table's version, which grows with every such commit
     * @throws StoreException {@code INVALID_ROW}; {@code COMMIT_CONFLICT} if a row isn't as it was read;
     *     {@code WRITE_TOO_LARGE}
     */
    long commit(Table table, RowCommit commit);

    /** The indexes, without that on the key, by name. */
    List<RowIndex> indexes(Table table);

    /** Makes an index of the rows that are there and of those to come. */
    void createIndex(Table table, RowIndex index);

    void dropIndex(Table table, String name);
}
