package dev.kiln.engine.execution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;

/** Values of any carried type, with nulls and edge cases; the same for the same seed. */
final class RandomValues {
    private static final String[] TEXTS = {"", "a", "twelve bytes", "thirteen byte", "é😀\u0000x", "a long text, longer"
    };
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final long MAX_MICROS = 253_402_300_799_999_999L;

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    InternalRow row(StructType schema) {
        Object[] values = new Object[schema.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(8) == 0 ? null : value(schema.fields()[i].dataType());
        }
        return new GenericInternalRow(values);
    }

    private @Nullable Object nullable(DataType type) {
        return random.nextInt(5) == 0 ? null : value(type);
    }

    private @Nullable Object value(DataType type) {
        if (type instanceof BooleanType) {
            return random.nextBoolean();
        }
        if (type instanceof ByteType) {
            return (byte) random.nextInt();
        }
        if (type instanceof ShortType) {
            return (short) random.nextInt();
        }
        if (type instanceof IntegerType || type instanceof YearMonthIntervalType) {
            return pick(Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt());
        }
        if (type instanceof DateType) {
            return pick(-719_162, 2_932_896, random.nextInt(40_000));
        }
        if (type instanceof FloatType) {
            return pick(Float.NaN, -0.0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, random.nextFloat());
        }
        if (type instanceof DoubleType) {
            return pick(Double.NaN, -0.0, Double.MIN_VALUE, Double.POSITIVE_INFINITY, random.nextGaussian());
        }
        if (type instanceof TimeType) {
            return pick(0L, DAY_NANOS - 1, Math.floorMod(random.nextLong(), DAY_NANOS));
        }
        return type instanceof DecimalType decimal ? decimal(decimal) : larger(type);
    }

    private @Nullable Object larger(DataType type) {
        if (type instanceof StringType) {
            return random.nextInt(200) == 0 ? UTF8String.fromBytes(bytes()) : UTF8String.fromString(text());
        }
        if (type instanceof BinaryType) {
            return bytes();
        }
        if (type instanceof CalendarIntervalType) {
            return new CalendarInterval(random.nextInt(), random.nextInt(), random.nextInt());
        }
        if (type instanceof VariantType) {
            return new VariantVal(bytes(), bytes());
        }
        if (type instanceof NullType) {
            return null;
        }
        if (type instanceof ArrayType array) {
            return new GenericArrayData(elements(array.elementType(), random.nextInt(5)));
        }
        if (type instanceof MapType map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                entries.put(value(map.keyType()), nullable(map.valueType()));
            }
            return new ArrayBasedMapData(
                    new GenericArrayData(entries.keySet().toArray()),
                    new GenericArrayData(entries.values().toArray()));
        }
        if (type instanceof StructType struct) {
            return row(struct);
        }
        return pick(-62_135_596_800_000_000L, MAX_MICROS, (long) random.nextInt());
    }

    private Object[] elements(DataType type, int count) {
        Object[] elements = new Object[count];
        for (int i = 0; i < count; i++) {
            elements[i] = nullable(type);
        }
        return elements;
    }

    private Decimal decimal(DecimalType type) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger unscaled =
                switch (random.nextInt(4)) {
                    case 0 -> limit.subtract(BigInteger.ONE);
                    case 1 -> BigInteger.ONE.subtract(limit);
                    case 2 -> BigInteger.valueOf(random.nextInt(10));
                    default -> new BigInteger(120, random).mod(limit);
                };
        return Decimal.apply(new BigDecimal(unscaled, type.scale()), type.precision(), type.scale());
    }

    private String text() {
        return random.nextInt(3) == 0 ? TEXTS[random.nextInt(TEXTS.length)] : "text " + random.nextInt(1_000_000);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(30)];
        random.nextBytes(bytes);
        return bytes;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
