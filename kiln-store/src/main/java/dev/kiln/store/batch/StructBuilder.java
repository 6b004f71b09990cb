package dev.kiln.store.batch;

import java.util.List;

/** Collects structs: append one value to each of the fields, then call {@link #endStruct}. */
public final class StructBuilder extends ColumnBuilder {
    private final Layout.Struct layout;
    private final List<ColumnBuilder> fields;

    StructBuilder(Layout.Struct layout) {
        this.layout = layout;
        this.fields = layout.fields().stream().map(ColumnBuilder::of).toList();
    }

    @Override
    public Layout.Struct layout() {
        return layout;
    }

    /** Where the values of a field are appended. */
    public ColumnBuilder field(int index) {
        return fields.get(index);
    }

    /** Appends the struct of the values that were appended to the fields. */
    public void endStruct() {
        rows++;
    }

    @Override
    public void clear() {
        super.clear();
        fields.forEach(ColumnBuilder::clear);
    }

    @Override
    void appendBlank() {
        fields.forEach(ColumnBuilder::appendNull);
        rows++;
    }

    @Override
    long valueBytes() {
        return fields.stream().mapToLong(ColumnBuilder::bytes).sum();
    }

    List<ColumnBuilder> fields() {
        return fields;
    }
}
