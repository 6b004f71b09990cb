package dev.kiln.store.row;

import java.util.List;

/**
 * An index on columns of a row table, beside that on its key.
 *
 * @param name unique in its namespace, without regard to case
 * @param columns names, the most important first
 */
public record RowIndex(String name, List<String> columns) {
    public RowIndex {
        columns = List.copyOf(columns);
    }
}
