package dev.kiln.store.batch;

import java.util.Arrays;

/** Collects lists: append the elements to {@link #elements}, then call {@link #endList}. */
public final class ListBuilder extends ColumnBuilder {
    private final Layout.ListOf layout;
    private final ColumnBuilder elements;
    private int[] ends = {};

    ListBuilder(Layout.ListOf layout) {
        this.layout = layout;
        this.elements = ColumnBuilder.of(layout.element());
    }

    @Override
    public Layout.ListOf layout() {
        return layout;
    }

    /** Where elements are appended. */
    public ColumnBuilder elements() {
        return elements;
    }

    /** Appends the list of the elements that were appended since the last one ended. */
    public void endList() {
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, Math.max(256, rows * 2));
        }
        ends[rows++] = elements.rows();
    }

    @Override
    public void clear() {
        super.clear();
        elements.clear();
    }

    @Override
    void appendBlank() {
        endList();
    }

    @Override
    long valueBytes() {
        return elements.bytes() + 4L * rows;
    }

    /** Per row, how many elements it and all before it have. */
    int[] ends() {
        return ends;
    }
}
