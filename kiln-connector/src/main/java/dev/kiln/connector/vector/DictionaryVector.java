package dev.kiln.connector.vector;

import dev.kiln.store.batch.DecodedColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings and binary values of which there are few: made once, and given out as often as they are asked for. */
final class DictionaryVector extends StoreVector {
    private final DecodedColumn dictionary;
    private final UTF8String[] texts;
    private final byte[] codes;
    private final long at;

    /** @param dictionary of the column */
    DictionaryVector(DataType type, DecodedColumn column, DecodedColumn dictionary) {
        super(type, column);
        this.dictionary = dictionary;
        this.texts = new UTF8String[dictionary.rows()];
        for (int code = 0; code < texts.length; code++) {
            // Each has its own bytes: of those that lie within others Spark makes a copy whenever it hashes them.
            texts[code] = UTF8String.fromBytes(dictionary.getBytes(code));
        }
        this.codes = column.values();
        this.at = (long) Platform.BYTE_ARRAY_OFFSET + column.valuesAt();
    }

    @Override
    public UTF8String getUTF8String(int row) {
        return texts[Platform.getInt(codes, at + 4L * row)];
    }

    @Override
    public byte[] getBinary(int row) {
        return dictionary.getBytes(Platform.getInt(codes, at + 4L * row));
    }
}
