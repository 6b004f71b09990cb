package dev.kiln.engine.bridge;

import dev.kiln.engine.translate.type.UnsupportedTypeException;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** How the carrier of a Catalyst type lies in a DuckDB vector. */
public enum VectorLayout {
    /** Never a value; carried by an integer. */
    NULL(4),
    BOOLEAN(1),
    BYTE(1),
    SHORT(2),
    /** Also days and months. */
    INT(4),
    /** Also microseconds and nanoseconds. */
    LONG(8),
    FLOAT(4),
    DOUBLE(8),
    DECIMAL16(2),
    DECIMAL32(4),
    DECIMAL64(8),
    DECIMAL128(16),
    /** Length, then the bytes or a prefix and a pointer. */
    STRING(16),
    /** As strings. */
    BINARY(16),
    /** Months, days, microseconds. */
    INTERVAL(16),
    /** A struct of two binaries. */
    VARIANT(0),
    /** Offset and length, both of 64 bits. */
    ARRAY(16),
    /** An array of structs. */
    MAP(16),
    /** Nothing but children. */
    STRUCT(0);

    /** The longest string that lies in the vector itself. */
    public static final int INLINE_STRING = 12;

    private final int width;

    VectorLayout(int width) {
        this.width = width;
    }

    /** Bytes per value in the vector itself. */
    public int width() {
        return width;
    }

    /**
     * The layout of a type's carrier.
     *
     * @throws UnsupportedTypeException if the type is not carried
     */
    public static VectorLayout of(DataType type) {
        if (type instanceof IntegerType || type instanceof DateType || type instanceof YearMonthIntervalType) {
            return INT;
        }
        if (type instanceof LongType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType
                || type instanceof DayTimeIntervalType
                || type instanceof TimeType) {
            return LONG;
        }
        if (type instanceof DecimalType decimal) {
            return ofDecimal(decimal.precision());
        }
        return type instanceof StringType ? STRING : ofOther(type);
    }

    private static VectorLayout ofOther(DataType type) {
        if (type instanceof DoubleType) {
            return DOUBLE;
        }
        if (type instanceof BooleanType) {
            return BOOLEAN;
        }
        if (type instanceof ByteType) {
            return BYTE;
        }
        if (type instanceof ShortType) {
            return SHORT;
        }
        if (type instanceof FloatType) {
            return FLOAT;
        }
        if (type instanceof BinaryType) {
            return BINARY;
        }
        if (type instanceof CalendarIntervalType) {
            return INTERVAL;
        }
        if (type instanceof NullType) {
            return NULL;
        }
        if (type instanceof VariantType) {
            return VARIANT;
        }
        if (type instanceof StructType) {
            return STRUCT;
        }
        if (type instanceof ArrayType) {
            return ARRAY;
        }
        if (type instanceof MapType) {
            return MAP;
        }
        if (type instanceof UserDefinedType<?> userDefined) {
            return of(userDefined.sqlType());
        }
        throw new UnsupportedTypeException(type);
    }

    private static VectorLayout ofDecimal(int precision) {
        if (precision <= 4) {
            return DECIMAL16;
        }
        if (precision <= 9) {
            return DECIMAL32;
        }
        return precision <= 18 ? DECIMAL64 : DECIMAL128;
    }

    /** The type that user-defined types stand for; any other type is itself. */
    public static DataType physical(DataType type) {
        return type instanceof UserDefinedType<?> userDefined ? physical(userDefined.sqlType()) : type;
    }
}
