package dev.kiln.engine.bridge;

import dev.kiln.engine.translate.TextRule;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.duckdb.NativeVectors;

/** Writes strings, many with one call, because each call into the driver costs more than most strings. */
final class StringWriter extends VectorWriter {
    /** Bytes that are collected before they are handed over. */
    private static final int FLUSH_BYTES = 16 << 20;

    private static final int INITIAL_BYTES = 1 << 12;
    private static final long NULL = -1;

    private final TextRule rule;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int used;
    private long[] lengths = new long[64];
    private int pending;
    private long firstRow;

    StringWriter(TextRule rule) {
        this.rule = rule;
    }

    @Override
    public void begin(ByteBuffer target) {
        super.begin(target);
        used = 0;
        pending = 0;
        firstRow = 0;
    }

    @Override
    void writeNull(long row) {
        add(NULL);
    }

    @Override
    void writeValue(SpecializedGetters source, int ordinal, long row) {
        UTF8String value = source.getUTF8String(ordinal);
        int length = value.numBytes();
        if (used + (long) length > bytes.length) {
            if (used > 0 && used + (long) length > FLUSH_BYTES) {
                flush();
            }
            if (used + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(used + length, Math.min(2 * bytes.length, FLUSH_BYTES)));
            }
        }
        value.writeToMemory(bytes, Platform.BYTE_ARRAY_OFFSET + used);
        used += length;
        add(length);
    }

    private void add(long length) {
        if (pending == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * pending);
        }
        lengths[pending++] = length;
    }

    private void flush() {
        if (pending > 0) {
            long[] exact = pending == lengths.length ? lengths : Arrays.copyOf(lengths, pending);
            if (!NativeVectors.assignUtf8(vector(), firstRow, bytes, exact, used)) {
                if (rule == TextRule.UTF8) {
                    throw new ForeignTextException();
                }
                NativeVectors.assignBytes(vector(), firstRow, bytes, exact);
            }
            firstRow += pending;
            pending = 0;
            used = 0;
        }
    }

    @Override
    public void end(long rows) {
        flush();
        if (bytes.length > FLUSH_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }
}
