package dev.kiln.connector.vector;

import dev.kiln.store.batch.DecodedColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings and binary values, one after the other. */
final class BytesVector extends StoreVector {
    private final DecodedColumn column;
    private final byte[] data;

    BytesVector(DataType type, DecodedColumn column) {
        super(type, column);
        this.column = column;
        this.data = column.data();
    }

    /** Points into the column's memory; Spark copies what it keeps. */
    @Override
    public UTF8String getUTF8String(int row) {
        return UTF8String.fromAddress(data, (long) Platform.BYTE_ARRAY_OFFSET + column.start(row), column.length(row));
    }

    @Override
    public byte[] getBinary(int row) {
        return column.getBytes(row);
    }
}
