package dev.kiln.store.batch;

import java.util.Arrays;

/**
 * Collects the values of one column, row by row. Its subclasses have the methods that append: callers keep the one that
 * fits their type, so that nothing is looked up per value. Not safe for use by several threads.
 *
 * <p>A builder that was emptied by {@link #clear} keeps its memory for the next batch.
 */
public abstract sealed class ColumnBuilder
        permits FixedBuilder, BytesBuilder, ListBuilder, StructBuilder, NothingBuilder {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;
    private static final int FIRST_BYTES = 1024;

    private long[] nullBits = {};
    private int nulls;
    int rows;

    /** A builder for values of this layout. */
    public static ColumnBuilder of(Layout layout) {
        if (layout instanceof Layout.Fixed fixed) {
            return new FixedBuilder(fixed);
        }
        if (layout instanceof Layout.Bytes bytes) {
            return new BytesBuilder(bytes);
        }
        if (layout instanceof Layout.ListOf list) {
            return new ListBuilder(list);
        }
        if (layout instanceof Layout.Struct struct) {
            return new StructBuilder(struct);
        }
        return new NothingBuilder();
    }

    /** What the builder collects. */
    public abstract Layout layout();

    /** How many rows were appended, nulls included. */
    public final int rows() {
        return rows;
    }

    /** How many of them are null. */
    public final int nulls() {
        return nulls;
    }

    /** How many bytes the rows take before they are encoded and compressed. */
    public final long bytes() {
        return valueBytes() + (nulls > 0 ? (rows + 7L) / 8 : 0);
    }

    /** Appends a row without value. */
    public final void appendNull() {
        int word = rows >>> 6;
        if (word >= nullBits.length) {
            nullBits = Arrays.copyOf(nullBits, Math.max(16, Math.max(word + 1, nullBits.length * 2)));
        }
        nullBits[word] |= 1L << rows;
        nulls++;
        appendBlank();
    }

    /** Forgets all rows. */
    public void clear() {
        Arrays.fill(nullBits, 0, Math.min(nullBits.length, (rows + 63) >>> 6), 0);
        nulls = 0;
        rows = 0;
    }

    final boolean isNull(int row) {
        int word = row >>> 6;
        return word < nullBits.length && (nullBits[word] & (1L << row)) != 0;
    }

    /** The 64 rows from {@code 64 * word} on: a bit per row that is null. */
    final long nullWord(int word) {
        return word < nullBits.length ? nullBits[word] : 0;
    }

    /** Takes up a row's place. */
    abstract void appendBlank();

    abstract long valueBytes();

    /** The same bytes in an array with room for so many. */
    static byte[] grown(byte[] bytes, long needed) {
        if (needed > MOST_BYTES) {
            throw new IllegalArgumentException("A column of one batch has at most 2 GiB; end batches earlier");
        }
        return Arrays.copyOf(
                bytes, (int) Math.min(MOST_BYTES, Math.max(FIRST_BYTES, Math.max(needed, bytes.length * 2L))));
    }
}
