package dev.kiln.engine.translate.expression;

import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Catalyst's constants as DuckDB's. */
public final class Literals {
    /** Larger nested constants are made by Catalyst instead of being written out. */
    private static final int MAX_ELEMENTS = 1000;

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int NANOS_PER_MICRO = 1000;

    private Literals() {}

    /**
     * The constant of a type.
     *
     * @param value of Catalyst's internal class
     * @return nothing if DuckDB cannot write the constant
     */
    public static Optional<SqlExpr> translate(@Nullable Object value, DataType type) {
        Optional<SqlType> carrier = TypeMapping.find(type);
        if (carrier.isEmpty()) {
            return Optional.empty();
        }
        if (value == null || type instanceof NullType) {
            return Optional.of(new SqlExpr.Null(carrier.get()));
        }
        if (value instanceof ArrayData array && type instanceof ArrayType arrayType) {
            return list(array, arrayType.elementType()).map(list -> list);
        }
        if (value instanceof MapData map && type instanceof MapType mapType) {
            return map(map, mapType, carrier.get());
        }
        if (value instanceof InternalRow row && type instanceof StructType struct) {
            return struct(row, struct);
        }
        if (carrier.get() instanceof PrimitiveType primitive) {
            return primitive(value, primitive);
        }
        if (value instanceof Decimal decimal) {
            return Optional.of(new Literal(decimal.toJavaBigDecimal(), carrier.get()));
        }
        return Optional.empty();
    }

    private static Optional<SqlExpr> primitive(Object value, PrimitiveType type) {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return Optional.of(number(((Number) value).longValue(), type));
        }
        if (value instanceof UTF8String string) {
            return string.isValid() ? Optional.of(Literal.string(string.toString())) : Optional.empty();
        }
        if (value instanceof byte[] bytes) {
            return Optional.of(new Literal(HexFormat.of().formatHex(bytes), type));
        }
        if (value instanceof CalendarInterval interval) {
            return Optional.of(new Literal(
                    new Literal.IntervalValue(interval.months, interval.days, interval.microseconds), type));
        }
        boolean plain = value instanceof Boolean || value instanceof Float || value instanceof Double;
        return plain ? Optional.of(new Literal(value, type)) : Optional.empty();
    }

    private static SqlExpr number(long value, PrimitiveType type) {
        return switch (type) {
            case DATE -> new Literal(LocalDate.ofEpochDay(value), type);
            case TIMESTAMP ->
                new Literal(
                        LocalDateTime.ofEpochSecond(
                                Math.floorDiv(value, MICROS_PER_SECOND),
                                (int) Math.floorMod(value, MICROS_PER_SECOND) * NANOS_PER_MICRO,
                                ZoneOffset.UTC),
                        type);
            case TIMESTAMPTZ ->
                new Literal(
                        Instant.ofEpochSecond(
                                Math.floorDiv(value, MICROS_PER_SECOND),
                                Math.floorMod(value, MICROS_PER_SECOND) * NANOS_PER_MICRO),
                        type);
            default -> new Literal(BigInteger.valueOf(value), type);
        };
    }

    private static Optional<SqlExpr> list(ArrayData array, DataType elementType) {
        if (array.numElements() > MAX_ELEMENTS) {
            return Optional.empty();
        }
        List<SqlExpr> elements = new ArrayList<>();
        for (int i = 0; i < array.numElements(); i++) {
            Object element = array.isNullAt(i) ? null : array.get(i, elementType);
            Optional<SqlExpr> translated = translate(element, elementType);
            if (translated.isEmpty()) {
                return Optional.empty();
            }
            elements.add(translated.get());
        }
        SqlType type = new SqlType.ListType(TypeMapping.of(elementType));
        SqlExpr list = new SqlExpr.Call("list_value", elements, type);
        return Optional.of(elements.isEmpty() ? new SqlExpr.Cast(list, type) : list);
    }

    private static Optional<SqlExpr> map(MapData map, MapType type, SqlType carrier) {
        Optional<SqlExpr> keys = list(map.keyArray(), type.keyType());
        Optional<SqlExpr> values = list(map.valueArray(), type.valueType());
        if (keys.isEmpty() || values.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SqlExpr.Call("map", List.of(keys.get(), values.get()), carrier));
    }

    private static Optional<SqlExpr> struct(InternalRow row, StructType struct) {
        List<String> names = TypeMapping.fieldNames(struct);
        List<SqlExpr.NamedExpr> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            DataType type = struct.fields()[i].dataType();
            Object field = row.isNullAt(i) ? null : row.get(i, type);
            Optional<SqlExpr> translated = translate(field, type);
            if (translated.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new SqlExpr.NamedExpr(names.get(i), translated.get()));
        }
        return Optional.of(new SqlExpr.StructOf(fields));
    }
}
