package org.duckdb;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Memory of DuckDB's chunks and vectors. References are opaque buffers that the driver hands out; they are valid for
 * as long as the chunk that they belong to. Not checked: wrong indexes corrupt memory.
 */
public final class NativeVectors {
    private static final int STRING_BYTES = 16;
    private static final int INLINE_BYTES = 12;
    private static final int PREFIX_OFFSET = 4;
    private static final int POINTER_OFFSET = 8;

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

    /** Copies a blob into a vector, or a string, which becomes null if it is not valid UTF-8. */
    public static void assignString(ByteBuffer vector, long row, byte[] bytes) {
        DuckDBBindings.duckdb_vector_assign_string_element_len(vector, row, bytes);
    }

    /**
     * Copies strings into a vector.
     *
     * @param bytes the values one after the other
     * @param lengths the length of each value, or -1 for null
     * @param total how many of the bytes are used
     * @return false if some are not valid UTF-8; then the vector's rows have no values yet
     */
    public static boolean assignUtf8(ByteBuffer vector, long firstRow, byte[] bytes, long[] lengths, int total) {
        try {
            DuckDBBindings.duckdb_vector_assign_string_elements(vector, firstRow, bytes, lengths, total);
            return true;
        } catch (Exception invalid) {
            // Thrown without being declared.
            if (!(invalid instanceof SQLException)) {
                throw invalid;
            }
            return false;
        }
    }

    /** As {@link #assignUtf8}, but takes any bytes. DuckDB must not look for characters in them. */
    public static void assignBytes(ByteBuffer vector, long firstRow, byte[] bytes, long[] lengths) {
        long values = values(vector);
        int start = 0;
        for (int i = 0; i < lengths.length; i++) {
            long row = firstRow + i;
            if (lengths[i] < 0) {
                DuckDBBindings.duckdb_vector_ensure_validity_writable(vector);
                ByteBuffer validity = DuckDBBindings.duckdb_vector_get_validity(vector, row + 1);
                DuckDBBindings.duckdb_validity_set_row_validity(validity, row, false);
            } else {
                int length = (int) lengths[i];
                assignUnchecked(vector, values + STRING_BYTES * row, row, bytes, start, length);
                start += length;
            }
        }
    }

    /** The driver makes invalid text null, so it gets valid text of the same length, which is then overwritten. */
    private static void assignUnchecked(ByteBuffer vector, long entry, long row, byte[] bytes, int start, int length) {
        byte[] placeholder = new byte[length];
        Arrays.fill(placeholder, (byte) '?');
        assignString(vector, row, placeholder);
        if (length <= INLINE_BYTES) {
            MemoryUtil.copyToMemory(bytes, start, entry + PREFIX_OFFSET, length);
        } else {
            MemoryUtil.copyToMemory(bytes, start, entry + PREFIX_OFFSET, POINTER_OFFSET - PREFIX_OFFSET);
            MemoryUtil.copyToMemory(bytes, start, MemoryUtil.getLong(entry + POINTER_OFFSET), length);
        }
    }

    private static final class Capacity {
        static final int ROWS = (int) DuckDBBindings.duckdb_vector_size();
    }
}
