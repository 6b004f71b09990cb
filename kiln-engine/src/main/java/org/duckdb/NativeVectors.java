package org.duckdb;

import java.nio.ByteBuffer;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Memory of DuckDB's chunks and vectors. References are opaque buffers that the driver hands out; they are valid for
 * as long as the chunk that they belong to. Not checked: wrong indexes corrupt memory.
 */
public final class NativeVectors {
    private NativeVectors() {}

    /** Rows in a chunk that is read. */
    public static int rows(ByteBuffer chunk) {
        return (int) DuckDBBindings.duckdb_data_chunk_get_size(chunk);
    }

    /** Sets how many rows were written to a chunk. */
    public static void setRows(ByteBuffer chunk, int rows) {
        DuckDBBindings.duckdb_data_chunk_set_size(chunk, rows);
    }

    /** The most rows that a chunk holds. */
    public static int capacity() {
        return Capacity.ROWS;
    }

    public static ByteBuffer column(ByteBuffer chunk, int index) {
        return DuckDBBindings.duckdb_data_chunk_get_vector(chunk, index);
    }

    /** Address of a vector's values. */
    public static long values(ByteBuffer vector) {
        ByteBuffer data = DuckDBBindings.duckdb_vector_get_data(vector, 1);
        return data == null ? 0 : MemoryUtil.getByteBufferAddress(data);
    }

    /** Address of a vector's validity bits, or 0 if every value is valid. */
    public static long validity(ByteBuffer vector) {
        ByteBuffer bits = DuckDBBindings.duckdb_vector_get_validity(vector, 1);
        return bits == null ? 0 : MemoryUtil.getByteBufferAddress(bits);
    }

    /** Address of a vector's validity bits, which are made (all valid) if there are none. */
    public static long writableValidity(ByteBuffer vector) {
        DuckDBBindings.duckdb_vector_ensure_validity_writable(vector);
        return validity(vector);
    }

    public static ByteBuffer listChild(ByteBuffer vector) {
        return DuckDBBindings.duckdb_list_vector_get_child(vector);
    }

    /** Makes room for list elements, keeping those that are there; addresses taken from the child become stale. */
    public static void reserveList(ByteBuffer vector, long elements) {
        if (DuckDBBindings.duckdb_list_vector_reserve(vector, elements) != 0) {
            throw new OutOfMemoryError("DuckDB could not reserve " + elements + " list elements");
        }
    }

    public static void setListSize(ByteBuffer vector, long elements) {
        if (DuckDBBindings.duckdb_list_vector_set_size(vector, elements) != 0) {
            throw new IllegalStateException("not a list vector");
        }
    }

    public static ByteBuffer structChild(ByteBuffer vector, int index) {
        return DuckDBBindings.duckdb_struct_vector_get_child(vector, index);
    }

    /**
     * Copies strings or blobs into a vector.
     *
     * @param bytes the values one after the other
     * @param lengths the length of each value, or -1 for null
     * @param total how many of the bytes are used
     */
    public static void assignStrings(ByteBuffer vector, long firstRow, byte[] bytes, long[] lengths, int total) {
        DuckDBBindings.duckdb_vector_assign_string_elements(vector, firstRow, bytes, lengths, total);
    }

    private static final class Capacity {
        static final int ROWS = (int) DuckDBBindings.duckdb_vector_size();
    }
}
