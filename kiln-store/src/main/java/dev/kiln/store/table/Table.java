package dev.kiln.store.table;

/**
 * A table as it is.
 *
 * @param id never used again, so that a table that was dropped and created anew is another one
 * @param schemaVersion grows with every change of {@code spec}
 * @param spec what the table is
 */
public record Table(long id, int schemaVersion, TableSpec spec) {}
