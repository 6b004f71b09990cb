package dev.kiln.sql.print;

import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;

/** Spells types. */
final class TypePrinter {
    private TypePrinter() {}

    static void print(SqlType type, StringBuilder out) {
        if (type instanceof PrimitiveType primitive) {
            out.append(primitive.keyword());
        } else if (type instanceof SqlType.DecimalType decimal) {
            out.append("DECIMAL(")
                    .append(decimal.precision())
                    .append(", ")
                    .append(decimal.scale())
                    .append(')');
        } else if (type instanceof SqlType.ListType list) {
            print(list.element(), out);
            out.append("[]");
        } else if (type instanceof SqlType.ArrayType array) {
            print(array.element(), out);
            out.append('[').append(array.length()).append(']');
        } else if (type instanceof SqlType.StructType struct) {
            String separator = "STRUCT(";
            for (SqlType.Field field : struct.fields()) {
                out.append(separator);
                Quoting.identifier(field.name(), out);
                out.append(' ');
                print(field.type(), out);
                separator = ", ";
            }
            out.append(')');
        } else if (type instanceof SqlType.MapType map) {
            out.append("MAP(");
            print(map.key(), out);
            out.append(", ");
            print(map.value(), out);
            out.append(')');
        } else {
            throw new IllegalStateException("no spelling for " + type);
        }
    }
}
