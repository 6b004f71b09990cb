package dev.kiln.engine.execution;

import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.VariantType$;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Every type that a query can hold. */
final class CarriedTypes {
    private CarriedTypes() {}

    static final List<DataType> SIMPLE = List.of(
            DataTypes.NullType,
            DataTypes.BooleanType,
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.FloatType,
            DataTypes.DoubleType,
            new DecimalType(4, 2),
            new DecimalType(9, 0),
            new DecimalType(18, 18),
            new DecimalType(38, 10),
            DataTypes.StringType,
            DataTypes.BinaryType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.TimestampNTZType,
            new TimeType(6),
            YearMonthIntervalType.apply(),
            DayTimeIntervalType.apply(),
            DataTypes.CalendarIntervalType,
            VariantType$.MODULE$);

    /** Those that Spark's own reader of Arrow vectors knows. */
    static final List<DataType> READABLE = SIMPLE.stream()
            .filter(type -> !(type instanceof TimeType || type instanceof CalendarIntervalType))
            .toList();

    static StructType simple(List<DataType> types) {
        StructType schema = new StructType();
        for (DataType type : types) {
            schema = schema.add("f" + schema.length(), type);
        }
        return schema;
    }

    /** Arrays, maps and structs of everything, and of each other. */
    static StructType nested(List<DataType> types) {
        StructType schema = new StructType();
        for (DataType type : types) {
            schema = schema.add("a" + schema.length(), ArrayType.apply(type));
        }
        DataType map = MapType.apply(DataTypes.IntegerType, DataTypes.StringType, true);
        DataType struct = simple(types);
        return schema.add("s", struct)
                .add("m", map)
                .add("as", ArrayType.apply(struct))
                .add("am", ArrayType.apply(map))
                .add("aa", ArrayType.apply(ArrayType.apply(DataTypes.StringType)))
                .add("mm", MapType.apply(DataTypes.StringType, map, true))
                .add("ms", MapType.apply(DataTypes.LongType, struct, true))
                .add(
                        "ss",
                        new StructType()
                                .add("x", new StructType().add("y", map))
                                .add("X", DataTypes.IntegerType));
    }
}
