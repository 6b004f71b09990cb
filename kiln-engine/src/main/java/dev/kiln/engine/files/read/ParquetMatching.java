package dev.kiln.engine.files.read;

import dev.kiln.engine.files.read.ParquetColumn.Conversion;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/**
 * Decides whether DuckDB's reading of a Parquet type gives the values that Spark's reader gives for a Spark type. What
 * is not listed here is left to Spark.
 *
 * @param calendars whether days and instants of the file are counted in the calendar of today
 */
record ParquetMatching(Calendars calendars) {
    /**
     * Which counts of a file need no rebasing.
     *
     * @param days dates and 64-bit timestamps
     * @param int96 96-bit timestamps
     */
    record Calendars(boolean days, boolean int96) {}

    private static final Conversion NONE = new Conversion.None();
    private static final int BYTE_BITS = 8;
    private static final int SHORT_BITS = 16;
    private static final int INT_BITS = 32;

    /** How DuckDB reads the column as this Spark type, if it does so exactly. */
    Optional<ParquetColumn.Stored> match(Type file, DataType spark) {
        if (file.isRepetition(Type.Repetition.REPEATED)) {
            return Optional.empty();
        }
        if (file.isPrimitive() && spark instanceof TimestampType && isInt96(file)) {
            return calendars.int96()
                    ? Optional.of(
                            new ParquetColumn.Stored(file.getName(), PrimitiveType.TIMESTAMP, new Conversion.Instant()))
                    : Optional.empty();
        }
        Optional<SqlType> carrier = TypeMapping.find(spark);
        if (carrier.isEmpty()) {
            return Optional.empty();
        }
        if (isSame(file, spark)) {
            return Optional.of(new ParquetColumn.Stored(file.getName(), carrier.get(), NONE));
        }
        return file.isPrimitive() ? widening(file, spark, carrier.get()) : Optional.empty();
    }

    private static boolean isInt96(Type file) {
        return file.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT96;
    }

    /** Unsigned numbers, which Spark reads as the next wider type, and numbers of tables whose columns grew. */
    private static Optional<ParquetColumn.Stored> widening(Type file, DataType spark, SqlType carrier) {
        Optional<PrimitiveType> stored = wholeNumber(file);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        boolean fits =
                switch (stored.get()) {
                    case TINYINT -> spark instanceof ShortType || isIntOrLong(spark);
                    case UTINYINT -> spark instanceof ShortType || isIntOrLong(spark);
                    case SMALLINT, USMALLINT -> isIntOrLong(spark);
                    case INTEGER, UINTEGER -> spark instanceof LongType;
                    default -> false;
                };
        return fits
                ? Optional.of(new ParquetColumn.Stored(file.getName(), stored.get(), new Conversion.Widening(carrier)))
                : Optional.empty();
    }

    private static boolean isIntOrLong(DataType spark) {
        return spark instanceof IntegerType || spark instanceof LongType;
    }

    private static Optional<PrimitiveType> wholeNumber(Type file) {
        PrimitiveTypeName physical = file.asPrimitiveType().getPrimitiveTypeName();
        LogicalTypeAnnotation logical = file.getLogicalTypeAnnotation();
        if (physical != PrimitiveTypeName.INT32) {
            return Optional.empty();
        }
        if (logical == null) {
            return Optional.of(PrimitiveType.INTEGER);
        }
        if (!(logical instanceof IntLogicalTypeAnnotation number)) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (number.getBitWidth()) {
                    case BYTE_BITS -> number.isSigned() ? PrimitiveType.TINYINT : PrimitiveType.UTINYINT;
                    case SHORT_BITS -> number.isSigned() ? PrimitiveType.SMALLINT : PrimitiveType.USMALLINT;
                    case INT_BITS -> number.isSigned() ? PrimitiveType.INTEGER : PrimitiveType.UINTEGER;
                    default -> null;
                });
    }

    private boolean isSame(Type file, DataType spark) {
        return file.isPrimitive()
                ? isSamePrimitive(file.asPrimitiveType(), spark)
                : isSameGroup(file.asGroupType(), spark);
    }

    private boolean isSamePrimitive(org.apache.parquet.schema.PrimitiveType file, DataType spark) {
        LogicalTypeAnnotation logical = file.getLogicalTypeAnnotation();
        return switch (file.getPrimitiveTypeName()) {
            case BOOLEAN -> spark instanceof BooleanType && logical == null;
            case INT32 -> isSameInt32(logical, spark);
            case INT64 -> isSameInt64(logical, spark);
            case FLOAT -> spark instanceof FloatType && logical == null;
            case DOUBLE -> spark instanceof DoubleType && logical == null;
            case BINARY -> isSameBinary(logical, spark);
            case FIXED_LEN_BYTE_ARRAY -> isSameDecimal(logical, spark);
            case INT96 -> false;
        };
    }

    private boolean isSameInt32(LogicalTypeAnnotation logical, DataType spark) {
        if (logical == null) {
            return spark instanceof IntegerType || spark instanceof YearMonthIntervalType;
        }
        if (logical instanceof IntLogicalTypeAnnotation number && number.isSigned()) {
            return switch (number.getBitWidth()) {
                case BYTE_BITS -> spark instanceof ByteType;
                case SHORT_BITS -> spark instanceof ShortType;
                default -> spark instanceof IntegerType;
            };
        }
        if (logical instanceof DateLogicalTypeAnnotation) {
            return spark instanceof DateType && calendars.days();
        }
        return isSameDecimal(logical, spark);
    }

    private boolean isSameInt64(LogicalTypeAnnotation logical, DataType spark) {
        if (logical == null) {
            return spark instanceof LongType || spark instanceof DayTimeIntervalType;
        }
        if (logical instanceof IntLogicalTypeAnnotation number) {
            return number.isSigned() && spark instanceof LongType;
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            return timestamp.getUnit() != TimeUnit.NANOS
                    && (timestamp.isAdjustedToUTC()
                            ? spark instanceof TimestampType && calendars.days()
                            : spark instanceof TimestampNTZType);
        }
        return isSameDecimal(logical, spark);
    }

    private static boolean isSameBinary(LogicalTypeAnnotation logical, DataType spark) {
        if (logical == null) {
            return spark instanceof BinaryType;
        }
        if (logical instanceof StringLogicalTypeAnnotation || logical instanceof EnumLogicalTypeAnnotation) {
            return spark instanceof StringType;
        }
        return isSameDecimal(logical, spark);
    }

    private static boolean isSameDecimal(LogicalTypeAnnotation logical, DataType spark) {
        return logical instanceof DecimalLogicalTypeAnnotation file
                && spark instanceof DecimalType decimal
                && file.getPrecision() == decimal.precision()
                && file.getScale() == decimal.scale();
    }

    private boolean isSameGroup(GroupType file, DataType spark) {
        LogicalTypeAnnotation logical = file.getLogicalTypeAnnotation();
        if (spark instanceof ArrayType array) {
            return logical instanceof ListLogicalTypeAnnotation && isSameList(file, array.elementType());
        }
        if (spark instanceof MapType map) {
            return logical instanceof MapLogicalTypeAnnotation && isSameMap(file, map);
        }
        return logical == null && spark instanceof StructType struct && isSameStruct(file, struct);
    }

    /** The standard form only: a list of a repeated group of one element. Older forms are ambiguous. */
    private boolean isSameList(GroupType file, DataType element) {
        if (file.getFieldCount() != 1 || !file.getType(0).isRepetition(Type.Repetition.REPEATED)) {
            return false;
        }
        Type repeated = file.getType(0);
        if (repeated.isPrimitive() || !repeated.getName().equals("list")) {
            return false;
        }
        GroupType list = repeated.asGroupType();
        return list.getFieldCount() == 1
                && !list.getType(0).isRepetition(Type.Repetition.REPEATED)
                && isSame(list.getType(0), element);
    }

    private boolean isSameMap(GroupType file, MapType map) {
        if (file.getFieldCount() != 1 || file.getType(0).isPrimitive()) {
            return false;
        }
        GroupType entry = file.getType(0).asGroupType();
        return entry.isRepetition(Type.Repetition.REPEATED)
                && entry.getFieldCount() == 2
                && entry.getType(0).isRepetition(Type.Repetition.REQUIRED)
                && !entry.getType(1).isRepetition(Type.Repetition.REPEATED)
                && isSame(entry.getType(0), map.keyType())
                && isSame(entry.getType(1), map.valueType());
    }

    /** The same fields in the same order under the same names. */
    private boolean isSameStruct(GroupType file, StructType struct) {
        List<String> carried = TypeMapping.fieldNames(struct);
        StructField[] fields = struct.fields();
        if (file.getFieldCount() != fields.length) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            Type field = file.getType(i);
            if (field.isRepetition(Type.Repetition.REPEATED)
                    || !field.getName().equals(carried.get(i))
                    || !field.getName().equals(fields[i].name())
                    || !isSame(field, fields[i].dataType())) {
                return false;
            }
        }
        return true;
    }
}
