package dev.kiln.engine.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;

/** Catalyst values as text that is equal for equal values, whatever classes hold them. */
final class ValueText {
    private ValueText() {}

    static List<String> of(InternalRow row, StructType schema) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < schema.length(); i++) {
            texts.add(of(row, i, schema.fields()[i].dataType()));
        }
        return texts;
    }

    private static String of(SpecializedGetters source, int ordinal, DataType type) {
        if (type instanceof NullType || source.isNullAt(ordinal)) {
            return "null";
        }
        if (type instanceof StructType struct) {
            return "struct" + of(source.getStruct(ordinal, struct.length()), struct);
        }
        if (type instanceof ArrayType array) {
            return of(source.getArray(ordinal), array.elementType());
        }
        if (type instanceof MapType map) {
            MapData data = source.getMap(ordinal);
            return "map" + of(data.keyArray(), map.keyType()) + of(data.valueArray(), map.valueType());
        }
        if (type instanceof BinaryType) {
            return Arrays.toString(source.getBinary(ordinal));
        }
        if (type instanceof DecimalType decimal) {
            return source.getDecimal(ordinal, decimal.precision(), decimal.scale())
                    .toJavaBigDecimal()
                    .toPlainString();
        }
        if (type instanceof StringType) {
            return source.getUTF8String(ordinal).toString();
        }
        if (type instanceof VariantType) {
            return Arrays.toString(source.getVariant(ordinal).getValue())
                    + Arrays.toString(source.getVariant(ordinal).getMetadata());
        }
        return String.valueOf(source.get(ordinal, type));
    }

    private static String of(ArrayData array, DataType element) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.numElements(); i++) {
            texts.add(of(array, i, element));
        }
        return texts.toString();
    }
}
