package dev.kiln.connector.encode;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Appends one value of a row, or of an array, to a column. */
@FunctionalInterface
interface Appender {
    void append(SpecializedGetters from, int ordinal);
}
