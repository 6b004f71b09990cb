package dev.kiln.cli.client;

import dev.kiln.protocol.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.types.variant.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one column as plain Java: Boolean, Long, Float, Double, BigDecimal, String, byte[], LocalDate,
 * ZonedDateTime, LocalDateTime, LocalTime, {@link IntervalText}, {@link VariantText}, List, {@link MapEntries} and, for
 * structs, Map by field name.
 */
@FunctionalInterface
interface ColumnReader {
    @Nullable
    Object read(int row);

    /** A reader for a vector that holds values of the given type. */
    static ColumnReader of(DataType type, FieldVector vector) {
        ColumnReader reader = ofPresent(type, vector);
        return row -> vector.isNull(row) ? null : reader.read(row);
    }

    private static ColumnReader ofPresent(DataType type, FieldVector vector) {
        switch (type.getKindCase()) {
            case BOOLEAN:
                return row -> ((BitVector) vector).get(row) != 0;
            case BYTE, SHORT, INTEGER, LONG:
                return row -> ((BaseIntVector) vector).getValueAsLong(row);
            case FLOAT, DOUBLE, BINARY:
                return vector::getObject;
            case DECIMAL:
                return row -> (BigDecimal) vector.getObject(row);
            case DATE:
                return row -> LocalDate.ofEpochDay(((DateDayVector) vector).get(row));
            case TIMESTAMP:
                ZoneId zone = ZoneId.of(((ArrowType.Timestamp) vector.getField().getType()).getTimezone());
                return row -> instant(((TimeStampVector) vector).get(row)).atZone(zone);
            case TIMESTAMP_NTZ:
                return row -> instant(((TimeStampVector) vector).get(row))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDateTime();
            case TIME:
                return row -> LocalTime.ofNanoOfDay(((TimeNanoVector) vector).get(row));
            case YEAR_MONTH_INTERVAL:
                return row -> IntervalText.ofMonths(
                        type.getYearMonthInterval(), ((java.time.Period) vector.getObject(row)).toTotalMonths());
            case DAY_TIME_INTERVAL:
                return row -> IntervalText.ofMicros(
                        type.getDayTimeInterval(),
                        TimeUnit.NANOSECONDS.toMicros(
                                ((DurationVector) vector).getObject(row).toNanos()));
            case ARRAY:
                return list(type.getArray().getElementType(), (ListVector) vector);
            case MAP:
                return map(type.getMap(), (MapVector) vector);
            case STRUCT:
                return struct(type.getStruct(), (StructVector) vector);
            case VARIANT:
                return variant((StructVector) vector);
            case UDT:
                return of(type.getUdt().getSqlType(), vector);
            default:
                return row -> String.valueOf(vector.getObject(row));
        }
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static ColumnReader list(DataType elementType, ListVector vector) {
        ColumnReader elements = of(elementType, vector.getDataVector());
        return row -> {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
                values.add(elements.read(i));
            }
            return values;
        };
    }

    private static ColumnReader map(DataType.Map type, MapVector vector) {
        StructVector entries = (StructVector) vector.getDataVector();
        ColumnReader keys = of(type.getKeyType(), child(entries, 0));
        ColumnReader values = of(type.getValueType(), child(entries, 1));
        return row -> {
            List<MapEntries.Entry> read = new ArrayList<>();
            for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
                read.add(new MapEntries.Entry(keys.read(i), values.read(i)));
            }
            return new MapEntries(read);
        };
    }

    private static ColumnReader struct(DataType.Struct type, StructVector vector) {
        List<ColumnReader> fields = new ArrayList<>();
        for (int i = 0; i < type.getFieldsCount(); i++) {
            fields.add(of(type.getFields(i).getDataType(), child(vector, i)));
        }
        return row -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                String name = type.getFields(i).getName();
                // Spark allows two fields of one name; a map does not.
                values.put(
                        values.containsKey(name) ? name + "_" + i : name,
                        fields.get(i).read(row));
            }
            return values;
        };
    }

    private static ColumnReader variant(StructVector vector) {
        VarBinaryVector values = vector.getChild("value", VarBinaryVector.class);
        VarBinaryVector metadata = vector.getChild("metadata", VarBinaryVector.class);
        return row -> new VariantText(new Variant(values.get(row), metadata.get(row)).toJson(ZoneOffset.UTC));
    }

    private static FieldVector child(StructVector vector, int index) {
        ValueVector child = vector.getChildByOrdinal(index);
        return (FieldVector) child;
    }
}
