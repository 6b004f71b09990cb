package dev.kiln.engine.bridge;

import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;
import org.duckdb.NativeVectors;

/** Writes arrays: an offset and a length per row, and the elements into the child vector. */
final class ListWriter extends VectorWriter {
    private final VectorWriter element;
    private final ListExtent extent = new ListExtent();

    ListWriter(VectorWriter element) {
        this.element = element;
    }

    @Override
    public void begin(ByteBuffer target) {
        super.begin(target);
        extent.reset();
        element.begin(NativeVectors.listChild(target));
    }

    @Override
    void writeNull(long row) {
        super.writeNull(row);
        writeEntry(row, 0);
    }

    @Override
    void writeValue(SpecializedGetters source, int ordinal, long row) {
        ArrayData array = source.getArray(ordinal);
        int elements = array.numElements();
        if (extent.grow(vector(), elements)) {
            element.relocate();
        }
        writeEntry(row, elements);
        for (int i = 0; i < elements; i++) {
            element.write(array, i, extent.size() + i);
        }
        extent.add(elements);
    }

    private void writeEntry(long row, long elements) {
        Platform.putLong(null, values() + 16 * row, extent.size());
        Platform.putLong(null, values() + 16 * row + 8, elements);
    }

    @Override
    public void end(long rows) {
        NativeVectors.setListSize(vector(), extent.size());
        element.end(extent.size());
    }
}
