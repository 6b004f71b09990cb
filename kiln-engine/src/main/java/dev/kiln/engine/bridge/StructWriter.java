package dev.kiln.engine.bridge;

import dev.kiln.engine.translate.TextRule;
import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.StructType;
import org.duckdb.NativeVectors;

/** Writes structs: each field into its own vector, null in all of them where the struct is null. */
final class StructWriter extends VectorWriter {
    private final VectorWriter[] fields;

    StructWriter(StructType type, TextRule text) {
        fields = new VectorWriter[type.length()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = of(type.fields()[i].dataType(), text);
        }
    }

    @Override
    public void begin(ByteBuffer target) {
        super.begin(target);
        for (int i = 0; i < fields.length; i++) {
            fields[i].begin(NativeVectors.structChild(target, i));
        }
    }

    @Override
    void relocate() {
        super.relocate();
        for (VectorWriter field : fields) {
            field.relocate();
        }
    }

    @Override
    void writeNull(long row) {
        super.writeNull(row);
        for (VectorWriter field : fields) {
            field.writeNull(row);
        }
    }

    @Override
    void writeValue(SpecializedGetters source, int ordinal, long row) {
        InternalRow struct = source.getStruct(ordinal, fields.length);
        for (int i = 0; i < fields.length; i++) {
            fields[i].write(struct, i, row);
        }
    }

    @Override
    public void end(long rows) {
        for (VectorWriter field : fields) {
            field.end(rows);
        }
    }
}
