package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import dev.kiln.engine.bridge.VectorLayout;
import java.util.function.Consumer;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Collects the rows of an Arrow field, and of the fields below it, for one record batch after the other. */
abstract class ArrowColumn {
    private final ValidityBits validity = new ValidityBits();

    /** How offsets into variable data are written. */
    enum OffsetWidth {
        BITS_32(4),
        BITS_64(8);

        private final int bytes;

        OffsetWidth(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    /**
     * @param dataOffsets offsets into strings and binaries; lists always have 32 bits
     */
    static ArrowColumn of(DataType declared, OffsetWidth dataOffsets) {
        DataType type = VectorLayout.physical(declared);
        VectorLayout layout = VectorLayout.of(type);
        return switch (layout) {
            case NULL -> new NullArrowColumn();
            case BOOLEAN -> new BooleanArrowColumn();
            case DECIMAL16, DECIMAL32, DECIMAL64 -> new DecimalArrowColumn(layout);
            case INTERVAL -> new IntervalArrowColumn();
            case STRING, BINARY -> new BytesArrowColumn(dataOffsets);
            case VARIANT ->
                new StructArrowColumn(of(DataTypes.BinaryType, dataOffsets), of(DataTypes.BinaryType, dataOffsets));
            case ARRAY -> new ListArrowColumn(of(((ArrayType) type).elementType(), dataOffsets));
            case MAP ->
                new ListArrowColumn(new EntriesArrowColumn(
                        of(((MapType) type).keyType(), dataOffsets), of(((MapType) type).valueType(), dataOffsets)));
            case STRUCT -> new StructArrowColumn(of((StructType) type, dataOffsets));
            default -> new FixedArrowColumn(layout.width());
        };
    }

    /** A column for each field. */
    static ArrowColumn[] of(StructType struct, OffsetWidth dataOffsets) {
        ArrowColumn[] columns = new ArrowColumn[struct.length()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = of(struct.fields()[i].dataType(), dataOffsets);
        }
        return columns;
    }

    final ValidityBits validity() {
        return validity;
    }

    /** Rows collected since the last {@link #clear}. */
    int rows() {
        return validity.rows();
    }

    int nulls() {
        return validity.nulls();
    }

    /** Starts a new batch. */
    void clear() {
        validity.clear();
    }

    /** Adds rows of a vector. */
    abstract void append(VectorColumn source, long first, int count);

    /** How many bytes {@link #append} would add, about. */
    abstract long measure(VectorColumn source, long first, int count);

    /** Hands out this field and those below it, in Arrow's order: parents first. */
    void visit(Consumer<ArrowColumn> visitor) {
        visitor.accept(this);
    }

    /** Hands out the buffers of this field alone, in Arrow's order. */
    void buffers(Consumer<ByteStore> consumer) {
        consumer.accept(validity.buffer());
    }
}
