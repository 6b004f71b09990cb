package dev.kiln.engine.bridge;

import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.types.VariantVal;
import org.duckdb.NativeVectors;

/** Writes variants as structs of their value and their dictionary. */
final class VariantWriter extends VectorWriter {
    private final BinaryWriter value = new BinaryWriter();
    private final BinaryWriter metadata = new BinaryWriter();

    @Override
    public void begin(ByteBuffer target) {
        super.begin(target);
        value.begin(NativeVectors.structChild(target, 0));
        metadata.begin(NativeVectors.structChild(target, 1));
    }

    @Override
    void relocate() {
        super.relocate();
        value.relocate();
        metadata.relocate();
    }

    @Override
    void writeNull(long row) {
        super.writeNull(row);
        value.writeNull(row);
        metadata.writeNull(row);
    }

    @Override
    void writeValue(SpecializedGetters source, int ordinal, long row) {
        VariantVal variant = source.getVariant(ordinal);
        value.write(variant.getValue(), row);
        metadata.write(variant.getMetadata(), row);
    }

    @Override
    public void end(long rows) {
        value.end(rows);
        metadata.end(rows);
    }
}
