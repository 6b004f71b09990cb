package dev.kiln.store.batch;

import dev.kiln.store.table.Compression;
import java.util.Arrays;

/** Makes the final bytes of columns. Keeps its memory between columns; not safe for use by several threads. */
public final class ColumnEncoder {
    private final int codec;
    private final Sink body = new Sink();
    private final Sink compressed = new Sink();

    public ColumnEncoder(Compression compression) {
        this.codec = Codec.of(compression);
    }

    /** Encodes the rows that a builder has, which stay there. */
    public EncodedColumn encode(ColumnBuilder column) {
        body.rewind(0);
        body.reserve(Format.HEADER);
        write(column);
        int rawLength = body.position() - Format.HEADER;
        if (rawLength > Format.MOST_BYTES) {
            throw new IllegalArgumentException("A column of one batch has at most 1 GiB; end batches earlier");
        }
        compressed.rewind(0);
        compressed.reserve(Format.HEADER);
        int size = Codec.compress(codec, body.bytes(), Format.HEADER, rawLength, compressed);
        Sink result = size < 0 ? body : compressed;
        header(result.bytes(), size < 0 ? Codec.NONE : codec, rawLength, column.rows());
        byte[] bytes = Arrays.copyOf(result.bytes(), result.position());
        return new EncodedColumn(bytes, Checksum.of(bytes), column.nulls(), BoundsScan.of(column));
    }

    private static void header(byte[] bytes, int codec, int rawLength, int rows) {
        LittleEndian.putInt(bytes, 0, Format.MAGIC | Format.VERSION << 16 | codec << 24);
        LittleEndian.putInt(bytes, 4, rawLength);
        LittleEndian.putInt(bytes, 8, rows);
        LittleEndian.putInt(bytes, 12, 0);
    }

    private void write(ColumnBuilder column) {
        if (column instanceof FixedBuilder fixed) {
            int floating = fixed.layout().floating() ? Format.FLOATING : 0;
            if (node(Format.KIND_FIXED, fixed.layout().width().ordinal() | floating, column, 0)) {
                fixed(fixed);
            }
        } else if (column instanceof BytesBuilder bytes) {
            if (node(Format.KIND_BYTES, 0, column, 0)) {
                offsets(bytes.ends(), bytes.rows());
                body.put(bytes.data(), 0, bytes.length());
                body.align();
            }
        } else if (column instanceof ListBuilder list) {
            if (node(Format.KIND_LIST, 0, column, 1)) {
                offsets(list.ends(), list.rows());
                write(list.elements());
            }
        } else if (column instanceof StructBuilder struct) {
            if (node(Format.KIND_STRUCT, 0, column, struct.fields().size())) {
                struct.fields().forEach(this::write);
            }
        } else {
            node(Format.KIND_NOTHING, 0, column, 0);
        }
    }

    /** @return whether there is more to write than that all rows are null */
    private boolean node(int kind, int width, ColumnBuilder column, int fields) {
        int rows = column.rows();
        boolean nothing = column.nulls() == rows;
        body.putByte(kind);
        body.putByte(width);
        body.putByte(Format.PLAIN);
        body.putByte(nothing ? Format.NONE_VALID : column.nulls() == 0 ? Format.ALL_VALID : Format.SOME_VALID);
        body.putInt(rows);
        body.putInt(column.nulls());
        body.putInt(fields);
        if (!nothing && column.nulls() > 0) {
            int words = (rows + 63) >>> 6;
            int at = body.reserve(words * 8L);
            for (int i = 0; i < words; i++) {
                LittleEndian.putLong(body.bytes(), at + i * 8, ~column.nullWord(i));
            }
            int beyond = rows & 63;
            if (beyond != 0) {
                int last = at + (words - 1) * 8;
                long word = LittleEndian.getLong(body.bytes(), last);
                LittleEndian.putLong(body.bytes(), last, word & ((1L << beyond) - 1));
            }
        }
        return !nothing;
    }

    private void fixed(FixedBuilder column) {
        int rows = column.rows();
        if (column.layout().width() == Layout.Width.BIT) {
            byte[] values = column.values();
            int bytes = (rows + 7) >>> 3;
            int at = body.reserve(bytes);
            for (int i = 0; i < bytes; i++) {
                int bits = 0;
                for (int bit = 0; bit < 8 && i * 8 + bit < rows; bit++) {
                    bits |= values[i * 8 + bit] << bit;
                }
                body.bytes()[at + i] = (byte) bits;
            }
        } else {
            body.put(column.values(), 0, rows * column.layout().width().bytes());
        }
        body.align();
    }

    private void offsets(int[] ends, int rows) {
        int at = body.reserve(4L * (rows + 1L));
        LittleEndian.putInt(body.bytes(), at, 0);
        for (int i = 0; i < rows; i++) {
            LittleEndian.putInt(body.bytes(), at + 4 + i * 4, ends[i]);
        }
        body.align();
    }
}
