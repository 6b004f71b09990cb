package dev.kiln.store.row;

/** What is done with a batch of rows. */
public enum RowAction {
    /** Rows with new keys; a key that is there already fails the write. */
    INSERT,
    /** Rows that replace those of their keys, if there are any. */
    PUT,
    /** Keys whose rows go; of the batch only the key columns count. */
    DELETE
}
