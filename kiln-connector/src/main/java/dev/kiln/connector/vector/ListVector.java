package dev.kiln.connector.vector;

import dev.kiln.store.batch.DecodedColumn;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;

/** Lists; maps are lists of keys and values. */
final class ListVector extends StoreVector {
    private final DecodedColumn column;
    private final ColumnVector first;
    private final ColumnVector second;

    ListVector(DataType type, DecodedColumn column) {
        super(type, column);
        this.column = column;
        DecodedColumn elements = column.children().get(0);
        if (type instanceof MapType map) {
            first = Vectors.of(map.keyType(), elements.children().get(0));
            second = Vectors.of(map.valueType(), elements.children().get(1));
        } else {
            first = Vectors.of(((ArrayType) type).elementType(), elements);
            second = first;
        }
    }

    @Override
    public ColumnarArray getArray(int row) {
        return new ColumnarArray(first, column.start(row), column.length(row));
    }

    @Override
    public ColumnarMap getMap(int row) {
        return new ColumnarMap(first, second, column.start(row), column.length(row));
    }
}
