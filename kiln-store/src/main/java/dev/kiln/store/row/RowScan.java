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
    /**
     * Stands among columns for a checksum of all of a row, 64 bits. Two rows of one key that have the same one are equal. A
     * batch of keys that are to be deleted may have it too: then each row must still be as it was read.
     */
    public static final int CHECKSUM = -1;

    public RowScan {
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
    }
}
