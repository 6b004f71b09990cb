package dev.kiln.store.table;

/** How the bytes of a column are packed after they were encoded. */
public enum Compression {
    NONE,
    /** Quick to read; the default. */
    LZ4,
    /** Smaller and slower. */
    ZSTD
}
