package dev.kiln.engine.bridge;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.Platform;
import org.duckdb.NativeVectors;

/** Writes binaries one by one: the driver's call for many values takes valid text only. */
final class BinaryWriter extends VectorWriter {
    @Override
    void writeValue(SpecializedGetters source, int ordinal, long row) {
        write(source.getBinary(ordinal), row);
    }

    void write(byte[] bytes, long row) {
        if (bytes.length > VectorLayout.INLINE_STRING) {
            NativeVectors.assignString(vector(), row, bytes);
            return;
        }
        long entry = values() + 16 * row;
        Platform.putInt(null, entry, bytes.length);
        Platform.putLong(null, entry + 4, 0);
        Platform.putInt(null, entry + 12, 0);
        Platform.copyMemory(bytes, Platform.BYTE_ARRAY_OFFSET, null, entry + 4, bytes.length);
    }
}
