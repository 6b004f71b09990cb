package dev.kiln.connector.relation;

import java.util.List;

/** Columns that say where a row is, for statements that change rows. Not in {@code SELECT *}. */
public final class RowPlace {
    public static final String BUCKET = "_kiln_bucket";
    public static final String WRITE = "_kiln_write";
    public static final String SEQUENCE = "_kiln_sequence";
    public static final String POSITION = "_kiln_position";

    /** All of them, in the order in which a row id has them. */
    public static final List<String> NAMES = List.of(BUCKET, WRITE, SEQUENCE, POSITION);

    /** Of row tables, whose rows are named by their keys: tells whether a row is still as it was read. */
    public static final String CHECKSUM = "_kiln_checksum";

    private RowPlace() {}
}
