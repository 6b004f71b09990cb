package dev.kiln.connector.vector;

import dev.kiln.store.batch.DecodedColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings and binary values, one after the other. */
final class BytesVector extends StoreVector {
    private final DecodedColumn column;
    private final byte[] data;
    private final long dataAt;
    private final byte[] offsets;
    private final long offsetsAt;

    /** @param column without a dictionary */
    BytesVector(DataType type, DecodedColumn column) {
        super(type, column);
        this.column = column;
        this.data = column.values();
        this.dataAt = (long) Platform.BYTE_ARRAY_OFFSET + column.valuesAt();
        this.offsets = column.offsets();
        this.offsetsAt = (long) Platform.BYTE_ARRAY_OFFSET + column.offsetsAt();
    }

    /** Points into the column's memory; Spark copies what it keeps. */
    @Override
    public UTF8String getUTF8String(int row) {
        long at = offsetsAt + 4L * row;
        int start = Platform.getInt(offsets, at);
        return UTF8String.fromAddress(data, dataAt + start, Platform.getInt(offsets, at + 4) - start);
    }

    @Override
    public byte[] getBinary(int row) {
        return column.getBytes(row);
    }
}
