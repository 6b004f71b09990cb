package dev.kiln.sql.type;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A DuckDB data type. */
public sealed interface SqlType
        permits PrimitiveType,
                SqlType.DecimalType,
                SqlType.ListType,
                SqlType.ArrayType,
                SqlType.StructType,
                SqlType.MapType {

    /**
     * A fixed-point number.
     *
     * @param precision digits in all, 1 to 38
     * @param scale digits after the point, 0 to {@code precision}
     */
    record DecimalType(int precision, int scale) implements SqlType {
        /** The widest decimal. */
        public static final int MAX_PRECISION = 38;

        public DecimalType {
            if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("not a decimal type: (" + precision + ", " + scale + ")");
            }
        }
    }

    /** A list of any length. */
    record ListType(SqlType element) implements SqlType {
        public ListType {
            requireNonNull(element, "element");
        }
    }

    /** A list of one fixed length. */
    record ArrayType(SqlType element, int length) implements SqlType {
        public ArrayType {
            requireNonNull(element, "element");
            if (length < 1) {
                throw new IllegalArgumentException("an array has at least one element, not " + length);
            }
        }
    }

    /** A struct; it has at least one field, and field names differ in more than case. */
    record StructType(List<Field> fields) implements SqlType {
        public StructType {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw new IllegalArgumentException("a struct has at least one field");
            }
            Set<String> names = new HashSet<>();
            for (Field field : fields) {
                if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException("two fields are named " + field.name());
                }
            }
        }
    }

    /** A field of a struct. */
    record Field(String name, SqlType type) {
        public Field {
            requireNonNull(type, "type");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a field has a name");
            }
        }
    }

    /** A map. */
    record MapType(SqlType key, SqlType value) implements SqlType {
        public MapType {
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }
    }
}
