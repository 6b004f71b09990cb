package dev.kiln.engine.bridge;

import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.unsafe.Platform;
import org.duckdb.NativeVectors;

/** Writes maps, which DuckDB keeps as lists of key and value. */
final class MapWriter extends VectorWriter {
    private final VectorWriter key;
    private final VectorWriter value;
    private final ListExtent extent = new ListExtent();

    MapWriter(VectorWriter key, VectorWriter value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public void begin(ByteBuffer target) {
        super.begin(target);
        extent.reset();
        ByteBuffer entries = NativeVectors.listChild(target);
        key.begin(NativeVectors.structChild(entries, 0));
        value.begin(NativeVectors.structChild(entries, 1));
    }

    @Override
    void writeNull(long row) {
        super.writeNull(row);
        writeEntry(row, 0);
    }

    @Override
    void writeValue(SpecializedGetters source, int ordinal, long row) {
        MapData map = source.getMap(ordinal);
        int elements = map.numElements();
        if (extent.grow(vector(), elements)) {
            key.relocate();
            value.relocate();
        }
        writeEntry(row, elements);
        for (int i = 0; i < elements; i++) {
            key.write(map.keyArray(), i, extent.size() + i);
            value.write(map.valueArray(), i, extent.size() + i);
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
        key.end(extent.size());
        value.end(extent.size());
    }
}
