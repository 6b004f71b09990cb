package dev.kiln.store.batch;

/** Counts nulls. */
public final class NothingBuilder extends ColumnBuilder {
    private static final Layout LAYOUT = new Layout.Nothing();

    NothingBuilder() {}

    @Override
    public Layout layout() {
        return LAYOUT;
    }

    @Override
    void appendBlank() {
        rows++;
    }

    @Override
    long valueBytes() {
        return 0;
    }
}
