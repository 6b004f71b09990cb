package dev.kiln.store.ddl;

import java.util.Locale;
import java.util.Optional;

/** The options of CREATE TABLE. */
enum Option {
    PARTITION_BY,
    BUCKETS,
    COLOCATE_WITH,
    REDUNDANCY,
    PERSISTENCE,
    KEY_COLUMNS,
    COLUMN_BATCH_SIZE,
    COMPRESSION,
    EVICTION_BY,
    OVERFLOW,
    EXPIRE,

    // Known from the store that this one follows.
    COLUMN_MAX_DELTA_ROWS("small batches are merged in the background instead of being kept as rows"),
    DISKSTORE("servers keep all tables in their own directory"),
    MAXPARTSIZE("a server's memory is bounded as a whole, with --memory"),
    PARTITIONER("rows are spread by Spark's own hash, so that joins need no exchange"),
    RECOVERYDELAY("lost copies are made again at once"),
    REPLICATE("a row table without PARTITION_BY is replicated"),
    SERVER_GROUPS("all servers hold tables");

    private final Optional<String> refusal;

    Option() {
        this.refusal = Optional.empty();
    }

    Option(String refusal) {
        this.refusal = Optional.of(refusal);
    }

    /** Why the option isn't taken any more. */
    Optional<String> refusal() {
        return refusal;
    }

    static Optional<Option> named(String name) {
        for (Option option : values()) {
            if (option.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }
}
