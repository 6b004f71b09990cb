package dev.kiln.engine.bridge;

import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;

/** Keys and values of two vectors as a map, without copying; read-only. */
final class VectorMap extends MapData {
    private static final long serialVersionUID = 1L;

    private final VectorArray keys;
    private final VectorArray values;

    VectorMap(VectorArray keys, VectorArray values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public int numElements() {
        return keys.numElements();
    }

    @Override
    public ArrayData keyArray() {
        return keys;
    }

    @Override
    public ArrayData valueArray() {
        return values;
    }

    @Override
    public MapData copy() {
        return new ArrayBasedMapData(keys.copy(), values.copy());
    }
}
