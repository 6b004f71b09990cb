package dev.kiln.engine.bridge;

import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.duckdb.NativeVectors;

/** Writes variants as structs of their value and their dictionary. */
final class VariantWriter extends VectorWriter {
    private final BytesWriter value = new BytesWriter(BytesWriter::binary);
    private final BytesWriter metadata = new BytesWriter(BytesWriter::binary);

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
        value.write(UTF8String.fromBytes(variant.getValue()));
        metadata.write(UTF8String.fromBytes(variant.getMetadata()));
    }

    @Override
    public void end(long rows) {
        value.end(rows);
        metadata.end(rows);
    }
}
