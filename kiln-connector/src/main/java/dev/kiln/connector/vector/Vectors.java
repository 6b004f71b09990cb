package dev.kiln.connector.vector;

import dev.kiln.store.batch.DecodedColumn;
import dev.kiln.store.batch.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Columns of batches as vectors. */
public final class Vectors {
    private Vectors() {}

    /** A column of a type, which must be the type that the column was written with. */
    public static ColumnVector of(DataType type, DecodedColumn column) {
        if (column.layout() instanceof Layout.Fixed) {
            return new FixedVector(type, column);
        } else if (column.layout() instanceof Layout.Bytes) {
            return column.dictionary()
                    .<ColumnVector>map(dictionary -> new DictionaryVector(type, column, dictionary))
                    .orElseGet(() -> new BytesVector(type, column));
        } else if (column.layout() instanceof Layout.ListOf) {
            return new ListVector(type, column);
        } else if (column.layout() instanceof Layout.Struct) {
            return new StructVector(type, column, fields(type, column.children().size()));
        }
        return new NothingVector(type, column);
    }

    /** The same number for all rows. */
    public static ColumnVector constant(long value) {
        return PlaceVector.constant(value);
    }

    /** Each row's position in its batch. */
    public static ColumnVector position() {
        return PlaceVector.position();
    }

    /**
     * Some rows of a column.
     *
     * @param rows their positions
     */
    public static ColumnVector selected(ColumnVector all, int[] rows) {
        return new SelectedVector(all, rows);
    }

    /** What the parts of something that is stored like a struct are. */
    private static List<DataType> fields(DataType type, int count) {
        if (type instanceof StructType struct) {
            List<DataType> types = new ArrayList<>();
            for (StructField field : struct.fields()) {
                types.add(field.dataType());
            }
            return types;
        }
        // A calendar interval has months, days and microseconds; a variant has two binary values.
        return count == 3
                ? List.of(DataTypes.IntegerType, DataTypes.IntegerType, DataTypes.LongType)
                : Collections.nCopies(count, DataTypes.BinaryType);
    }
}
