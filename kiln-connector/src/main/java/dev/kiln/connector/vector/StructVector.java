package dev.kiln.connector.vector;

import dev.kiln.store.batch.DecodedColumn;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Fields side by side: structs, and what Spark reads like structs (calendar intervals and variants). */
final class StructVector extends StoreVector {
    private final ColumnVector[] fields;

    StructVector(DataType type, DecodedColumn column, List<DataType> types) {
        super(type, column);
        fields = new ColumnVector[types.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = Vectors.of(types.get(i), column.children().get(i));
        }
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        return fields[ordinal];
    }
}
