package dev.kiln.connector.encode;

import dev.kiln.store.batch.BytesBuilder;
import dev.kiln.store.batch.ColumnBuilder;
import dev.kiln.store.batch.FixedBuilder;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.batch.ListBuilder;
import dev.kiln.store.batch.NothingBuilder;
import dev.kiln.store.batch.StructBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes the appender for a column's type once, so that nothing is decided per value. */
final class Appenders {
    private Appenders() {}

    /** An appender that also takes nulls. */
    static Appender of(DataType type, ColumnBuilder to) {
        if (to instanceof NothingBuilder nothing) {
            return (from, i) -> nothing.appendNull();
        }
        Appender value = value(type, to);
        return (from, i) -> {
            if (from.isNullAt(i)) {
                to.appendNull();
            } else {
                value.append(from, i);
            }
        };
    }

    private static Appender value(DataType type, ColumnBuilder to) {
        if (to instanceof FixedBuilder fixed) {
            return fixed(type, fixed);
        } else if (to instanceof BytesBuilder bytes) {
            return type instanceof StringType
                    ? (from, i) -> {
                        UTF8String text = from.getUTF8String(i);
                        int length = text.numBytes();
                        int at = bytes.reserve(length);
                        text.writeToMemory(bytes.data(), (long) Platform.BYTE_ARRAY_OFFSET + at);
                    }
                    : binary(type, bytes);
        } else if (to instanceof ListBuilder list) {
            return type instanceof MapType map ? map(map, list) : array((ArrayType) type, list);
        }
        return struct(type, (StructBuilder) to);
    }

    private static Appender fixed(DataType type, FixedBuilder to) {
        if (type instanceof DecimalType decimal) {
            int precision = decimal.precision();
            int scale = decimal.scale();
            return to.layout().width() == Layout.Width.LONG
                    ? (from, i) ->
                            to.appendLong(from.getDecimal(i, precision, scale).toUnscaledLong())
                    : (from, i) -> {
                        Decimal value = from.getDecimal(i, precision, scale);
                        to.appendHuge(value.toJavaBigDecimal().setScale(scale).unscaledValue());
                    };
        }
        boolean floating = to.layout().floating();
        return switch (to.layout().width()) {
            case BIT -> (from, i) -> to.appendBoolean(from.getBoolean(i));
            case BYTE -> (from, i) -> to.appendByte(from.getByte(i));
            case SHORT -> (from, i) -> to.appendShort(from.getShort(i));
            case INT ->
                floating ? (from, i) -> to.appendFloat(from.getFloat(i)) : (from, i) -> to.appendInt(from.getInt(i));
            case LONG ->
                floating
                        ? (from, i) -> to.appendDouble(from.getDouble(i))
                        : (from, i) -> to.appendLong(from.getLong(i));
            case HUGE -> throw new IllegalStateException("128 bits for " + type.simpleString());
        };
    }

    private static Appender binary(DataType type, BytesBuilder to) {
        if (type.typeName().equals("binary")) {
            return (from, i) -> to.append(from.getBinary(i));
        }
        throw new UnsupportedOperationException("Values of type " + type.simpleString() + " can't be stored yet");
    }

    private static Appender array(ArrayType type, ListBuilder to) {
        Appender element = of(type.elementType(), to.elements());
        return (from, i) -> {
            appendAll(from.getArray(i), element);
            to.endList();
        };
    }

    private static Appender map(MapType type, ListBuilder to) {
        StructBuilder entry = (StructBuilder) to.elements();
        Appender key = of(type.keyType(), entry.field(0));
        Appender value = of(type.valueType(), entry.field(1));
        return (from, i) -> {
            MapData map = from.getMap(i);
            appendAll(map.keyArray(), key);
            appendAll(map.valueArray(), value);
            for (int n = map.numElements(); n > 0; n--) {
                entry.endStruct();
            }
            to.endList();
        };
    }

    private static void appendAll(ArrayData array, Appender element) {
        int length = array.numElements();
        for (int i = 0; i < length; i++) {
            element.append(array, i);
        }
    }

    private static Appender struct(DataType type, StructBuilder to) {
        if (type instanceof StructType struct) {
            int size = struct.fields().length;
            Appender[] fields = new Appender[size];
            for (int i = 0; i < size; i++) {
                fields[i] = of(struct.fields()[i].dataType(), to.field(i));
            }
            return (from, i) -> {
                InternalRow row = from.getStruct(i, size);
                for (int f = 0; f < size; f++) {
                    fields[f].append(row, f);
                }
                to.endStruct();
            };
        } else if (type instanceof CalendarIntervalType) {
            FixedBuilder months = (FixedBuilder) to.field(0);
            FixedBuilder days = (FixedBuilder) to.field(1);
            FixedBuilder microseconds = (FixedBuilder) to.field(2);
            return (from, i) -> {
                CalendarInterval interval = from.getInterval(i);
                months.appendInt(interval.months);
                days.appendInt(interval.days);
                microseconds.appendLong(interval.microseconds);
                to.endStruct();
            };
        }
        return variant((BytesBuilder) to.field(0), (BytesBuilder) to.field(1), to);
    }

    /** Spark 3.5 has no variants, so what gives one away is found when the first column of them is written. */
    private static Appender variant(BytesBuilder value, BytesBuilder metadata, StructBuilder to) {
        try {
            Method get = SpecializedGetters.class.getMethod("getVariant", int.class);
            Method getValue = get.getReturnType().getMethod("getValue");
            Method getMetadata = get.getReturnType().getMethod("getMetadata");
            return (from, i) -> {
                try {
                    Object variant = get.invoke(from, i);
                    value.append((byte[]) getValue.invoke(variant));
                    metadata.append((byte[]) getMetadata.invoke(variant));
                    to.endStruct();
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException("A variant can't be read: " + e, e);
                }
            };
        } catch (NoSuchMethodException e) {
            throw new UnsupportedOperationException("This Spark has no variants", e);
        }
    }
}
