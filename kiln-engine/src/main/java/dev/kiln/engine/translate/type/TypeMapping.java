package dev.kiln.engine.translate.type;

import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/**
 * The DuckDB type that carries each Spark type. Where DuckDB has no equal type the carrier holds Catalyst's internal
 * number: year-month intervals are INTEGER months, day-time intervals BIGINT microseconds, TIME is BIGINT nanoseconds.
 * A variant is a struct of its two binaries, and the type of a bare NULL is INTEGER.
 */
public final class TypeMapping {
    /** The field of a carried variant that holds its value. */
    public static final String VARIANT_VALUE = "value";

    /** The field of a carried variant that holds its dictionary. */
    public static final String VARIANT_METADATA = "metadata";

    private static final SqlType VARIANT = new SqlType.StructType(List.of(
            new SqlType.Field(VARIANT_VALUE, PrimitiveType.BLOB),
            new SqlType.Field(VARIANT_METADATA, PrimitiveType.BLOB)));

    private static final Map<DataType, SqlType> SIMPLE = Map.ofEntries(
            Map.entry(DataTypes.BooleanType, PrimitiveType.BOOLEAN),
            Map.entry(DataTypes.ByteType, PrimitiveType.TINYINT),
            Map.entry(DataTypes.ShortType, PrimitiveType.SMALLINT),
            Map.entry(DataTypes.IntegerType, PrimitiveType.INTEGER),
            Map.entry(DataTypes.LongType, PrimitiveType.BIGINT),
            Map.entry(DataTypes.FloatType, PrimitiveType.FLOAT),
            Map.entry(DataTypes.DoubleType, PrimitiveType.DOUBLE),
            Map.entry(DataTypes.BinaryType, PrimitiveType.BLOB),
            Map.entry(DataTypes.DateType, PrimitiveType.DATE),
            Map.entry(DataTypes.TimestampType, PrimitiveType.TIMESTAMPTZ),
            Map.entry(DataTypes.TimestampNTZType, PrimitiveType.TIMESTAMP),
            Map.entry(DataTypes.CalendarIntervalType, PrimitiveType.INTERVAL),
            Map.entry(DataTypes.NullType, PrimitiveType.INTEGER));

    private TypeMapping() {}

    /** The carrier of a type. */
    public static SqlType of(DataType type) {
        return find(type).orElseThrow(() -> new UnsupportedTypeException(type));
    }

    /** The carrier of a type, or nothing if values of the type cannot be in a query. */
    public static Optional<SqlType> find(DataType type) {
        SqlType simple = SIMPLE.get(type);
        if (simple != null) {
            return Optional.of(simple);
        }
        if (type instanceof StringType) {
            return Optional.of(PrimitiveType.VARCHAR);
        }
        if (type instanceof DecimalType decimal) {
            boolean carried = decimal.scale() >= 0 && decimal.scale() <= decimal.precision();
            return carried
                    ? Optional.of(new SqlType.DecimalType(decimal.precision(), decimal.scale()))
                    : Optional.empty();
        }
        if (type instanceof YearMonthIntervalType) {
            return Optional.of(PrimitiveType.INTEGER);
        }
        if (type instanceof DayTimeIntervalType || type instanceof TimeType) {
            return Optional.of(PrimitiveType.BIGINT);
        }
        if (type instanceof VariantType) {
            return Optional.of(VARIANT);
        }
        if (type instanceof ArrayType array) {
            return find(array.elementType()).map(SqlType.ListType::new);
        }
        if (type instanceof MapType map) {
            return find(map.keyType())
                    .flatMap(key -> find(map.valueType()).map(value -> new SqlType.MapType(key, value)));
        }
        if (type instanceof StructType struct) {
            return struct(struct);
        }
        if (type instanceof UserDefinedType<?> userDefined) {
            return find(userDefined.sqlType());
        }
        return Optional.empty();
    }

    private static Optional<SqlType> struct(StructType struct) {
        if (struct.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = fieldNames(struct);
        List<SqlType.Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Optional<SqlType> carrier = find(struct.fields()[i].dataType());
            if (carrier.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new SqlType.Field(names.get(i), carrier.get()));
        }
        return Optional.of(new SqlType.StructType(fields));
    }

    /**
     * What the fields of a struct are called in its carrier: by their own names, but for names that DuckDB does not
     * tell apart or does not know.
     */
    public static List<String> fieldNames(StructType struct) {
        Set<String> used = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (StructField field : struct.fields()) {
            String base = field.name().replace("\0", "");
            String name = base.isEmpty() ? "_" : base;
            for (int i = 1; !used.add(name.toLowerCase(Locale.ROOT)); i++) {
                name = base + "_" + i;
            }
            names.add(name);
        }
        return names;
    }
}
