package dev.kiln.store.row;

/**
 * A condition on one column. Nulls meet none but {@link Comparison#IS_NULL}.
 *
 * @param column the column's id
 * @param comparison how it is compared
 * @param values what it is compared with, as the column's encoded values: of {@link Comparison#IN} any number, of the
 *     null tests none (an empty array), otherwise one
 */
public record RowFilter(int column, Comparison comparison, byte[] values) {
    /** How a value is compared. */
    public enum Comparison {
        /** Equal to one of the values. */
        IN,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IS_NULL,
        IS_NOT_NULL
    }
}
