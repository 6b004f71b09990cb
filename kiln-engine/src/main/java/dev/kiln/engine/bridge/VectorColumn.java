package dev.kiln.engine.bridge;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.duckdb.NativeVectors;
import org.jspecify.annotations.Nullable;

/**
 * A vector read as values of a Catalyst type, without copying. Values point into the vector: they are valid until the
 * chunk is gone. Not checked: a row out of range reads wild memory. For one thread.
 */
public final class VectorColumn {
    private static final VectorColumn[] NONE = {};
    private static final long DECIMAL_LONG_LIMIT = 1_000_000_000_000_000_000L;

    private final DataType type;
    private final VectorLayout layout;
    private final VectorColumn[] children;
    private final int scale;
    private final int precision;
    private long values;
    private long validity;

    public VectorColumn(DataType declared) {
        this.type = VectorLayout.physical(declared);
        this.layout = VectorLayout.of(type);
        this.children = children(type, layout);
        this.precision = type instanceof DecimalType decimal ? decimal.precision() : 0;
        this.scale = type instanceof DecimalType decimal ? decimal.scale() : 0;
    }

    private static VectorColumn[] children(DataType type, VectorLayout layout) {
        return switch (layout) {
            case ARRAY -> new VectorColumn[] {new VectorColumn(((ArrayType) type).elementType())};
            case MAP ->
                new VectorColumn[] {
                    new VectorColumn(((MapType) type).keyType()), new VectorColumn(((MapType) type).valueType())
                };
            case STRUCT -> of((StructType) type);
            case VARIANT ->
                new VectorColumn[] {new VectorColumn(DataTypes.BinaryType), new VectorColumn(DataTypes.BinaryType)};
            default -> NONE;
        };
    }

    /** A column for each field. */
    public static VectorColumn[] of(StructType struct) {
        VectorColumn[] columns = new VectorColumn[struct.length()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new VectorColumn(struct.fields()[i].dataType());
        }
        return columns;
    }

    /** Reads another vector from now on. */
    public void attach(ByteBuffer vector) {
        validity = NativeVectors.validity(vector);
        values = layout.width() == 0 ? 0 : NativeVectors.values(vector);
        switch (layout) {
            case ARRAY -> children[0].attach(NativeVectors.listChild(vector));
            case MAP -> attachChildren(NativeVectors.listChild(vector));
            case STRUCT, VARIANT -> attachChildren(vector);
            default -> {}
        }
    }

    private void attachChildren(ByteBuffer struct) {
        for (int i = 0; i < children.length; i++) {
            children[i].attach(NativeVectors.structChild(struct, i));
        }
    }

    public DataType type() {
        return type;
    }

    public VectorLayout layout() {
        return layout;
    }

    /** The columns of elements, of keys and values, or of fields. */
    public VectorColumn child(int index) {
        return children[index];
    }

    /** Address of the values. */
    public long values() {
        return values;
    }

    /** Address of the validity bits, or 0 if nothing is null. */
    public long validity() {
        return validity;
    }

    public boolean isNull(long row) {
        if (layout == VectorLayout.NULL) {
            return true;
        }
        return validity != 0 && (Platform.getLong(null, validity + ((row >> 6) << 3)) & (1L << (row & 63))) == 0;
    }

    byte getByte(long row) {
        return Platform.getByte(null, values + row);
    }

    short getShort(long row) {
        return Platform.getShort(null, values + 2 * row);
    }

    int getInt(long row) {
        return Platform.getInt(null, values + 4 * row);
    }

    long getLong(long row) {
        return Platform.getLong(null, values + 8 * row);
    }

    float getFloat(long row) {
        return Platform.getFloat(null, values + 4 * row);
    }

    double getDouble(long row) {
        return Platform.getDouble(null, values + 8 * row);
    }

    Decimal getDecimal(long row) {
        return switch (layout) {
            case DECIMAL16 -> Decimal.createUnsafe(getShort(row), precision, scale);
            case DECIMAL32 -> Decimal.createUnsafe(getInt(row), precision, scale);
            case DECIMAL64 -> Decimal.createUnsafe(getLong(row), precision, scale);
            default -> getWideDecimal(row);
        };
    }

    private Decimal getWideDecimal(long row) {
        long low = Platform.getLong(null, values + 16 * row);
        long high = Platform.getLong(null, values + 16 * row + 8);
        if (high == low >> 63 && low > -DECIMAL_LONG_LIMIT && low < DECIMAL_LONG_LIMIT) {
            return Decimal.createUnsafe(low, precision, scale);
        }
        byte[] bigEndian = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return Decimal.apply(new BigDecimal(new BigInteger(bigEndian), scale), precision, scale);
    }

    /** Bytes of a string or binary. */
    public int length(long row) {
        return Platform.getInt(null, values + 16 * row);
    }

    /** Where the bytes of a string or binary are. */
    public long address(long row) {
        long entry = values + 16 * row;
        return Platform.getInt(null, entry) <= VectorLayout.INLINE_STRING
                ? entry + 4
                : Platform.getLong(null, entry + 8);
    }

    UTF8String getString(long row) {
        return UTF8String.fromAddress(null, address(row), length(row));
    }

    byte[] getBinary(long row) {
        byte[] bytes = new byte[length(row)];
        Platform.copyMemory(null, address(row), bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
        return bytes;
    }

    CalendarInterval getInterval(long row) {
        long entry = values + 16 * row;
        return new CalendarInterval(
                Platform.getInt(null, entry), Platform.getInt(null, entry + 4), Platform.getLong(null, entry + 8));
    }

    VariantVal getVariant(long row) {
        return new VariantVal(children[0].getBinary(row), children[1].getBinary(row));
    }

    /** The first element of an array or map. */
    public long offset(long row) {
        return Platform.getLong(null, values + 16 * row);
    }

    /** The number of elements of an array or map. */
    public int elements(long row) {
        return (int) Platform.getLong(null, values + 16 * row + 8);
    }

    ArrayData getArray(long row) {
        return new VectorArray(children[0], offset(row), elements(row));
    }

    MapData getMap(long row) {
        int elements = elements(row);
        return new VectorMap(
                new VectorArray(children[0], offset(row), elements),
                new VectorArray(children[1], offset(row), elements));
    }

    VectorRow getStruct(long row) {
        return new VectorRow(children, row);
    }

    /** The value in Catalyst's internal form. */
    @Nullable
    Object get(long row) {
        if (isNull(row)) {
            return null;
        }
        return switch (layout) {
            case NULL -> null;
            case BOOLEAN -> getByte(row) != 0;
            case BYTE -> getByte(row);
            case SHORT -> getShort(row);
            case INT -> getInt(row);
            case LONG -> getLong(row);
            case FLOAT -> getFloat(row);
            case DOUBLE -> getDouble(row);
            case DECIMAL16, DECIMAL32, DECIMAL64, DECIMAL128 -> getDecimal(row);
            case STRING -> getString(row);
            case BINARY -> getBinary(row);
            case INTERVAL -> getInterval(row);
            case VARIANT -> getVariant(row);
            case ARRAY -> getArray(row);
            case MAP -> getMap(row);
            case STRUCT -> getStruct(row);
        };
    }

    /** The value, independent of the vector. */
    @Nullable
    Object copy(long row) {
        Object value = get(row);
        if (value instanceof UTF8String string) {
            return string.copy();
        }
        if (value instanceof ArrayData array) {
            return array.copy();
        }
        if (value instanceof MapData map) {
            return map.copy();
        }
        return value instanceof VectorRow struct ? struct.copy() : value;
    }
}
