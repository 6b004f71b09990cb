package dev.kiln.engine.bridge;

import java.nio.ByteBuffer;
import org.duckdb.NativeVectors;

/** How many elements the child of a list vector holds and has room for. */
final class ListExtent {
    private long size;
    private long capacity;

    void reset() {
        size = 0;
        capacity = NativeVectors.capacity();
    }

    long size() {
        return size;
    }

    void add(long elements) {
        size += elements;
    }

    /** Makes room; returns whether addresses taken from the child are stale. */
    boolean grow(ByteBuffer list, long elements) {
        long needed = size + elements;
        if (needed <= capacity) {
            return false;
        }
        capacity = Math.max(needed, 2 * capacity);
        NativeVectors.reserveList(list, capacity);
        return true;
    }
}
