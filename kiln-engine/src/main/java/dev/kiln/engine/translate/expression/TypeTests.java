package dev.kiln.engine.translate.expression;

import dev.kiln.engine.translate.type.TypeMapping;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Questions about types that decide on support. */
public final class TypeTests {
    private TypeTests() {}

    static boolean isIntegral(Expression expression) {
        return expression.dataType() instanceof IntegralType;
    }

    public static boolean isFloating(DataType type) {
        return type instanceof FloatType || type instanceof DoubleType;
    }

    static boolean isFloating(Expression expression) {
        return isFloating(expression.dataType());
    }

    static boolean isDecimal(Expression expression) {
        return expression.dataType() instanceof DecimalType;
    }

    /** Intervals that are carried as whole numbers. */
    public static boolean isNumericInterval(DataType type) {
        return type instanceof YearMonthIntervalType || type instanceof DayTimeIntervalType;
    }

    /** Strings that compare by their bytes. */
    public static boolean isBinaryString(DataType type) {
        return type instanceof StringType string && string.supportsBinaryEquality() && string.supportsBinaryOrdering();
    }

    static boolean isBinaryString(Expression expression) {
        return isBinaryString(expression.dataType());
    }

    /** Whether equality of values is that of their carriers, and order as well where no nulls are inside of them. */
    public static boolean comparesNatively(DataType type) {
        if (type instanceof StringType) {
            return isBinaryString(type);
        }
        if (type instanceof ArrayType array) {
            return comparesNatively(array.elementType());
        }
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields()).allMatch(field -> comparesNatively(field.dataType()));
        }
        boolean opaque = type instanceof MapType
                || type instanceof UserDefinedType<?>
                || type instanceof VariantType
                || type.equals(DataTypes.CalendarIntervalType);
        return !opaque;
    }

    /** Whether the order of values is that of their carriers, including nulls inside of them. */
    static boolean ordersNatively(DataType type) {
        if (type instanceof ArrayType array) {
            return !array.containsNull() && ordersNatively(array.elementType());
        }
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields())
                    .allMatch(field -> !field.nullable() && ordersNatively(field.dataType()));
        }
        return comparesNatively(type);
    }

    /** Whether values hold floating-point numbers inside of them. */
    public static boolean holdsFloating(DataType type) {
        if (type instanceof ArrayType array) {
            return isFloating(array.elementType()) || holdsFloating(array.elementType());
        }
        if (type instanceof MapType map) {
            return isFloating(map.valueType()) || holdsFloating(map.valueType());
        }
        return type instanceof StructType struct
                && Arrays.stream(struct.fields())
                        .anyMatch(field -> isFloating(field.dataType()) || holdsFloating(field.dataType()));
    }

    /** Whether values are texts or hold them. */
    static boolean holdsText(DataType type) {
        return type.existsRecursively(part -> part instanceof StringType);
    }

    /** Whether equal values are those whose carriers are equal; maps must have been sorted. */
    public static boolean groupsNatively(DataType type) {
        if (type instanceof MapType map) {
            return groupsNatively(map.keyType()) && groupsNatively(map.valueType());
        }
        if (type instanceof ArrayType array) {
            return groupsNatively(array.elementType());
        }
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields()).allMatch(field -> groupsNatively(field.dataType()));
        }
        return comparesNatively(type);
    }

    /** Whether two expressions have one carrier that orders as Spark orders. */
    static boolean orderable(Expression left, Expression right) {
        return comparable(left, right) && ordersNatively(left.dataType()) && ordersNatively(right.dataType());
    }

    /** Whether two expressions have one carrier whose equality is Spark's. */
    static boolean comparable(Expression left, Expression right) {
        return comparesNatively(left.dataType())
                && comparesNatively(right.dataType())
                && sameCarrier(left.dataType(), right.dataType());
    }

    static boolean sameCarrier(DataType left, DataType right) {
        return TypeMapping.find(left).isPresent() && TypeMapping.find(left).equals(TypeMapping.find(right));
    }
}
