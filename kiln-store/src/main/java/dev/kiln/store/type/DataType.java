package dev.kiln.store.type;

import dev.kiln.store.table.Column;
import java.util.List;

/** A type of Spark's. User-defined types are the types that they are stored as. */
public sealed interface DataType {
    /** Types without parameters. */
    enum Simple implements DataType {
        /** The type of NULL alone. */
        VOID,
        BOOLEAN,
        BYTE,
        SHORT,
        INTEGER,
        LONG,
        FLOAT,
        DOUBLE,
        BINARY,
        /** Days since 1970-01-01. */
        DATE,
        /** Microseconds since 1970-01-01 in UTC. */
        TIMESTAMP,
        /** Microseconds since 1970-01-01 on a clock without zone. */
        TIMESTAMP_NTZ,
        /** Months. */
        YEAR_MONTH_INTERVAL,
        /** Microseconds. */
        DAY_TIME_INTERVAL,
        /** Months, days and microseconds, which have no order. */
        CALENDAR_INTERVAL,
        /** A value and the dictionary of its keys, both binary. */
        VARIANT,
        /** Shapes in Spark's own binary form. */
        SPATIAL
    }

    /**
     * A decimal.
     *
     * @param precision digits, 1 to 38
     * @param scale digits behind the point
     */
    record Decimal(int precision, int scale) implements DataType {
        /** The most digits whose unscaled value always fits into 64 bits. */
        public static final int LONG_DIGITS = 18;
    }

    /**
     * Text in UTF-8 (which Spark doesn't check).
     *
     * @param binaryOrder whether it is compared byte by byte; false with every other collation
     */
    record Text(boolean binaryOrder) implements DataType {}

    /**
     * Nanoseconds since midnight.
     *
     * @param precision digits of the second's fraction
     */
    record Time(int precision) implements DataType {}

    /**
     * A list.
     *
     * @param element of what
     * @param containsNull whether elements may be null
     */
    record Array(DataType element, boolean containsNull) implements DataType {}

    /**
     * A map, whose keys are never null.
     *
     * @param key the keys' type
     * @param value the values' type
     * @param valueContainsNull whether values may be null
     */
    record Map(DataType key, DataType value, boolean valueContainsNull) implements DataType {}

    /** Named fields. */
    record Struct(List<Field> fields) implements DataType {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field of a struct.
     *
     * @param name as it was written
     * @param type the type
     * @param nullable whether it may be null
     */
    record Field(String name, DataType type, boolean nullable) {}

    /**
     * A column's type.
     *
     * @throws dev.kiln.store.StoreException {@code UNSUPPORTED_TYPE} if no version of Spark that is known here writes this
     */
    static DataType of(Column column) {
        return DataTypeParser.parse(column.type(), column.metadata());
    }

    /**
     * Reads Spark's JSON.
     *
     * @throws dev.kiln.store.StoreException {@code UNSUPPORTED_TYPE}
     */
    static DataType parse(String json) {
        return DataTypeParser.parse(json, "{}");
    }
}
