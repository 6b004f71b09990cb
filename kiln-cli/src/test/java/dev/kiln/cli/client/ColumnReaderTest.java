package dev.kiln.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.protocol.DataType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.types.variant.Variant;
import org.apache.spark.types.variant.VariantBuilder;
import org.junit.jupiter.api.Test;

final class ColumnReaderTest {
    private static final DataType VARIANT = DataType.newBuilder()
            .setVariant(DataType.Variant.getDefaultInstance())
            .build();

    @Test
    void aVariantIsReadAsJson() throws Exception {
        FieldType binary = FieldType.notNullable(ArrowType.Binary.INSTANCE);
        Field field = new Field(
                "v",
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                List.of(new Field("value", binary, null), new Field("metadata", binary, null)));
        try (BufferAllocator allocator = new RootAllocator();
                StructVector vector = (StructVector) field.createVector(allocator)) {
            Variant variant = VariantBuilder.parseJson("{\"b\": [1, \"é\"], \"a\": null}", false);
            vector.allocateNew();
            vector.getChild("value", VarBinaryVector.class).setSafe(0, variant.getValue());
            vector.getChild("metadata", VarBinaryVector.class).setSafe(0, variant.getMetadata());
            vector.setIndexDefined(0);
            vector.setNull(1);
            vector.setValueCount(2);

            ColumnReader reader = ColumnReader.of(VARIANT, vector);
            assertThat(reader.read(0)).isEqualTo(new VariantText("{\"a\":null,\"b\":[1,\"é\"]}"));
            assertThat(reader.read(1)).isNull();
        }
    }
}
