package dev.kiln.store.batch;

import dev.kiln.store.type.DataType;
import java.util.List;

/**
 * How values lie in memory, and in what order they are. It is Arrow's physical layout: a bitmap of the rows that have a
 * value, offsets where lengths differ, values in little endian.
 */
public sealed interface Layout {
    /**
     * Values of equally many bits.
     *
     * @param width the bits
     * @param floating whether they are IEEE 754 numbers; otherwise they are signed whole numbers
     */
    record Fixed(Width width, boolean floating) implements Layout {}

    /**
     * Strings of bytes.
     *
     * @param ordered whether they are in the order of unsigned bytes; otherwise the order isn't known here
     */
    record Bytes(boolean ordered) implements Layout {}

    /** Lists; maps are lists of structs of key and value. */
    record ListOf(Layout element) implements Layout {}

    /** Fields side by side. */
    record Struct(List<Layout> fields) implements Layout {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /** Nothing but nulls. */
    record Nothing() implements Layout {}

    /** The size of a value. */
    enum Width {
        BIT(0),
        BYTE(1),
        SHORT(2),
        INT(4),
        LONG(8),
        HUGE(16);

        private final int bytes;

        Width(int bytes) {
            this.bytes = bytes;
        }

        /** 0 for single bits, of which eight share a byte, the first in its lowest bit. */
        public int bytes() {
            return bytes;
        }

        /** How many bytes values take together. */
        long bytes(int rows) {
            return this == BIT ? (rows + 7L) / 8 : (long) bytes * rows;
        }
    }

    /**
     * How values of a type lie in memory. Decimals of up to 18 digits are unscaled 64-bit numbers, wider ones 128-bit
     * numbers; a calendar interval is a struct of months (32 bits), days (32) and microseconds (64); a variant is a
     * struct of its value and its metadata.
     */
    static Layout of(DataType type) {
        if (type instanceof DataType.Simple simple) {
            return simple(simple);
        }
        if (type instanceof DataType.Decimal decimal) {
            return whole(decimal.precision() <= DataType.Decimal.LONG_DIGITS ? Width.LONG : Width.HUGE);
        }
        if (type instanceof DataType.Text text) {
            return new Bytes(text.binaryOrder());
        }
        if (type instanceof DataType.Array array) {
            return new ListOf(of(array.element()));
        }
        if (type instanceof DataType.Map map) {
            return new ListOf(new Struct(List.of(of(map.key()), of(map.value()))));
        }
        if (type instanceof DataType.Struct struct) {
            return new Struct(
                    struct.fields().stream().map(field -> of(field.type())).toList());
        }
        // Of sealed types only the time of day is left.
        return whole(Width.LONG);
    }

    private static Layout simple(DataType.Simple type) {
        return switch (type) {
            case VOID -> new Nothing();
            case BOOLEAN -> whole(Width.BIT);
            case BYTE -> whole(Width.BYTE);
            case SHORT -> whole(Width.SHORT);
            case INTEGER, DATE, YEAR_MONTH_INTERVAL -> whole(Width.INT);
            case LONG, TIMESTAMP, TIMESTAMP_NTZ, DAY_TIME_INTERVAL -> whole(Width.LONG);
            case FLOAT -> new Fixed(Width.INT, true);
            case DOUBLE -> new Fixed(Width.LONG, true);
            case BINARY -> new Bytes(true);
            case CALENDAR_INTERVAL -> new Struct(List.of(whole(Width.INT), whole(Width.INT), whole(Width.LONG)));
            case VARIANT -> new Struct(List.of(new Bytes(false), new Bytes(false)));
            case SPATIAL -> new Bytes(false);
        };
    }

    private static Layout whole(Width width) {
        return new Fixed(width, false);
    }
}
