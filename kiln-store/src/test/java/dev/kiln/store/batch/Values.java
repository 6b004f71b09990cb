package dev.kiln.store.batch;

import dev.kiln.store.batch.Layout.Width;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random layouts, and random values for them as plain Java objects: what columns are compared with. */
final class Values {
    private Values() {}

    static Layout layout(Random random, int depth) {
        int kind = random.nextInt(depth > 2 ? 7 : 10);
        if (kind < 5) {
            Width width = Width.values()[random.nextInt(Width.values().length)];
            return new Layout.Fixed(width, (width == Width.INT || width == Width.LONG) && random.nextBoolean());
        }
        return switch (kind) {
            case 5, 6 -> new Layout.Bytes(random.nextBoolean());
            case 7 -> new Layout.ListOf(layout(random, depth + 1));
            case 8 -> {
                List<Layout> fields = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    fields.add(layout(random, depth + 1));
                }
                yield new Layout.Struct(fields);
            }
            default -> new Layout.Nothing();
        };
    }

    /** How the values of one column tend to be, so that every encoding has its turn. */
    record Habit(int nullPercent, int distinct, int runs, int bits, long base) {
        static Habit random(Random random) {
            return new Habit(
                    switch (random.nextInt(4)) {
                        case 0 -> 100;
                        case 1 -> 20;
                        default -> 0;
                    },
                    random.nextBoolean() ? 1 << random.nextInt(10) : Integer.MAX_VALUE,
                    random.nextInt(3) == 0 ? 100 : 1,
                    random.nextInt(64) + 1,
                    random.nextLong() >> random.nextInt(64));
        }
    }

    static List<@Nullable Object> column(Random random, Layout layout, int rows) {
        Habit habit = Habit.random(random);
        List<@Nullable Object> pool = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        while (values.size() < rows) {
            Object value = null;
            if (random.nextInt(100) >= habit.nullPercent()) {
                if (pool.size() >= habit.distinct()) {
                    value = pool.get(random.nextInt(pool.size()));
                } else {
                    value = value(random, layout, habit);
                    pool.add(value);
                }
            }
            for (int i = random.nextInt(habit.runs()); i >= 0 && values.size() < rows; i--) {
                values.add(value);
            }
        }
        return values;
    }

    private static @Nullable Object value(Random random, Layout layout, Habit habit) {
        if (layout instanceof Layout.Fixed fixed) {
            return number(random, fixed, habit);
        }
        if (layout instanceof Layout.Bytes) {
            byte[] bytes = new byte[random.nextInt(20) == 0 ? random.nextInt(300) : random.nextInt(12)];
            random.nextBytes(bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (layout instanceof Layout.ListOf list) {
            return column(random, list.element(), random.nextInt(5));
        }
        if (layout instanceof Layout.Struct struct) {
            List<@Nullable Object> fields = new ArrayList<>();
            for (Layout field : struct.fields()) {
                fields.add(random.nextInt(5) == 0 ? null : value(random, field, habit));
            }
            return fields;
        }
        return null;
    }

    private static Object number(Random random, Layout.Fixed layout, Habit habit) {
        long bits = habit.base() + (random.nextLong() >>> (64 - habit.bits()));
        return switch (layout.width()) {
            case BIT -> random.nextBoolean();
            case BYTE -> (byte) bits;
            case SHORT -> (short) bits;
            case INT ->
                layout.floating() ? (Object) Float.floatToRawIntBits(single(random, bits)) : (Object) (int) bits;
            case LONG -> layout.floating() ? Double.doubleToRawLongBits(real(random, bits)) : bits;
            case HUGE -> new BigInteger(random.nextInt(127), random).subtract(BigInteger.valueOf(bits));
        };
    }

    private static double real(Random random, long bits) {
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> -0.0;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3, 4 -> Double.longBitsToDouble(random.nextLong());
            default -> (bits % 100_000) / 100.0;
        };
    }

    private static float single(Random random, long bits) {
        return (float) real(random, bits);
    }

    static void append(ColumnBuilder column, @Nullable Object value) {
        if (value == null) {
            column.appendNull();
        } else if (column instanceof FixedBuilder fixed) {
            switch (fixed.layout().width()) {
                case BIT -> fixed.appendBoolean((Boolean) value);
                case BYTE -> fixed.appendByte((Byte) value);
                case SHORT -> fixed.appendShort((Short) value);
                case INT -> fixed.appendInt((Integer) value);
                case LONG -> fixed.appendLong((Long) value);
                case HUGE -> fixed.appendHuge((BigInteger) value);
            }
        } else if (column instanceof BytesBuilder bytes) {
            bytes.append(((String) value).getBytes(StandardCharsets.ISO_8859_1));
        } else if (column instanceof ListBuilder list) {
            for (Object element : (List<?>) value) {
                append(list.elements(), element);
            }
            list.endList();
        } else if (column instanceof StructBuilder struct) {
            List<?> fields = (List<?>) value;
            for (int i = 0; i < fields.size(); i++) {
                append(struct.field(i), fields.get(i));
            }
            struct.endStruct();
        }
    }

    static ColumnBuilder builder(Layout layout, List<@Nullable Object> values) {
        ColumnBuilder column = ColumnBuilder.of(layout);
        values.forEach(value -> append(column, value));
        return column;
    }

    static List<@Nullable Object> read(DecodedColumn column) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int row = 0; row < column.rows(); row++) {
            values.add(read(column, row));
        }
        return values;
    }

    private static @Nullable Object read(DecodedColumn column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        if (column.layout() instanceof Layout.Fixed fixed) {
            return switch (fixed.width()) {
                case BIT -> column.getBoolean(row);
                case BYTE -> column.getByte(row);
                case SHORT -> column.getShort(row);
                case INT -> column.getInt(row);
                case LONG -> column.getLong(row);
                case HUGE -> column.getHuge(row);
            };
        }
        if (column.layout() instanceof Layout.Bytes) {
            return new String(column.getBytes(row), StandardCharsets.ISO_8859_1);
        }
        List<@Nullable Object> parts = new ArrayList<>();
        if (column.layout() instanceof Layout.ListOf) {
            for (int i = 0; i < column.length(row); i++) {
                parts.add(read(column.children().get(0), column.start(row) + i));
            }
        } else {
            column.children().forEach(child -> parts.add(read(child, row)));
        }
        return parts;
    }
}
