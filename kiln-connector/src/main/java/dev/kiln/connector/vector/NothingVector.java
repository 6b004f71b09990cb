package dev.kiln.connector.vector;

import dev.kiln.store.batch.DecodedColumn;
import org.apache.spark.sql.types.DataType;

/** A column of type VOID. */
final class NothingVector extends StoreVector {
    NothingVector(DataType type, DecodedColumn column) {
        super(type, column);
    }
}
