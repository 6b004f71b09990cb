package dev.kiln.store.row;

import java.util.List;

/**
 * Which rows of a bucket to read.
 *
 * @param columns ids, in the order in which the answer has them; may be empty if only the number of rows matters
 * @param filters rows meet all of them
 * @param limit the most rows
 */
public record RowScan(List<Integer> columns, List<RowFilter> filters, long limit) {
    public RowScan {
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
    }
}
