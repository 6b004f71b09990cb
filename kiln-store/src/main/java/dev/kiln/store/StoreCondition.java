package dev.kiln.store;

/** Why the store refused or failed. */
public enum StoreCondition {
    NAMESPACE_NOT_FOUND(false),
    NAMESPACE_ALREADY_EXISTS(false),
    NAMESPACE_NOT_EMPTY(false),
    TABLE_NOT_FOUND(false),
    TABLE_ALREADY_EXISTS(false),
    /** An option is unknown, ill-formed or contradicts another; the parameter {@code option} names it. */
    INVALID_OPTION(false),
    /** A column's type can't be stored in a table of this kind; parameters {@code column}, if known, and {@code type}. */
    UNSUPPORTED_TYPE(false),
    /** A row of a write can't be stored: a null, a key that is there already, a text that isn't UTF-8. */
    INVALID_ROW(false),
    /** The table was altered, or dropped and created anew, after the caller had loaded it. */
    TABLE_CHANGED(true),
    /** Another commit came first and changed what this one was worked out from. Nothing of this one is visible. */
    COMMIT_CONFLICT(true),
    /** A commit changes more rows of a row table than one transaction may; parameters {@code table}, {@code rows}, {@code most}. */
    WRITE_TOO_LARGE(false),
    /** The write was given up, by its owner or because it hadn't been heard of for too long. */
    WRITE_EXPIRED(true),
    /** Batches of an old version were collected before they were read. */
    SNAPSHOT_EXPIRED(true),
    /** All servers with copies of some buckets are gone; parameters {@code table} and {@code buckets} name them. */
    BUCKETS_LOST(false),
    /** A batch is not the one that was written: its checksum differs. */
    CORRUPT_BATCH(false),
    /** There is no room for more rows; nothing of the write is visible. */
    STORE_FULL(false),
    /** This client may not do this. */
    ACCESS_DENIED(false),
    /** No member can be reached, or those that can be can't do it now. */
    UNAVAILABLE(true),
    /** A defect of the store, or of the request that a newer or older client sent. */
    INTERNAL(false);

    private final boolean retryable;

    StoreCondition(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same statement may succeed when it is run again from its start. */
    public boolean isRetryable() {
        return retryable;
    }
}
