package dev.kiln.connector.vector;

import org.apache.spark.sql.types.DataTypes;

/** Where rows are: the same number for all rows of a batch, or each row's own position. */
final class PlaceVector extends StoreVector {
    private final long first;
    private final int step;

    private PlaceVector(long first, int step) {
        super(DataTypes.LongType);
        this.first = first;
        this.step = step;
    }

    static PlaceVector constant(long value) {
        return new PlaceVector(value, 0);
    }

    static PlaceVector position() {
        return new PlaceVector(0, 1);
    }

    @Override
    public long getLong(int row) {
        return first + (long) step * row;
    }
}
