package dev.kiln.store.table;

/** What is left of a table when every server has ended. */
public enum Persistence {
    /** Everything that was acknowledged, even if the machines lost power. */
    SYNC,
    /** Everything that was acknowledged, if only the processes ended; the last moments may be missing after a loss of power. */
    ASYNC,
    /** The empty table: rows live in memory alone. */
    NONE
}
