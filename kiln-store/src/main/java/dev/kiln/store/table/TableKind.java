package dev.kiln.store.table;

/** How a table keeps its rows. */
public enum TableKind {
    /** Immutable batches, a piece per column: for scans. */
    COLUMN,
    /** Rows by primary key, with indexes: for look-ups and single changes. */
    ROW
}
