package dev.kiln.store.batch;

import dev.kiln.store.table.Compression;
import java.util.Arrays;

/** Makes the final bytes of columns. Keeps its memory between columns; not safe for use by several threads. */
public final class ColumnEncoder {
    private final int codec;
    private final Sink body = new Sink();
    private final Sink compressed = new Sink();
    private final FixedEncoder numbers = new FixedEncoder(body);
    private final BytesDictionary dictionary = new BytesDictionary();
    private final long[] block = new long[Packing.BLOCK];

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
        return new EncodedColumn(bytes, Checksum.of(bytes), column.nulls(), BoundsScan.of(column), column.bytes());
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
            int at = node(Format.KIND_FIXED, fixed.layout().width().ordinal() | floating, column, 0);
            if (hasValues(column)) {
                encoding(at, numbers.write(fixed));
            }
        } else if (column instanceof BytesBuilder bytes) {
            int at = node(Format.KIND_BYTES, 0, column, 0);
            if (hasValues(column)) {
                encoding(at, bytes(bytes));
            }
        } else if (column instanceof ListBuilder list) {
            node(Format.KIND_LIST, 0, column, 1);
            if (hasValues(column)) {
                Packing.write(NumberSource.differences(list.ends(), list.rows()), block, body);
                write(list.elements());
            }
        } else if (column instanceof StructBuilder struct) {
            node(Format.KIND_STRUCT, 0, column, struct.fields().size());
            if (hasValues(column)) {
                struct.fields().forEach(this::write);
            }
        } else {
            node(Format.KIND_NOTHING, 0, column, 0);
        }
    }

    private static boolean hasValues(ColumnBuilder column) {
        return column.nulls() < column.rows();
    }

    private void encoding(int node, int encoding) {
        body.bytes()[node + Format.ENCODING_AT] = (byte) encoding;
    }

    /** @return where the node begins */
    private int node(int kind, int width, ColumnBuilder column, int fields) {
        int rows = column.rows();
        boolean nothing = column.nulls() == rows;
        int at = body.position();
        body.putByte(kind);
        body.putByte(width);
        body.putByte(Format.PLAIN);
        // No rows at all count as no values, too: then there is nothing to write.
        body.putByte(nothing ? Format.NONE_VALID : column.nulls() == 0 ? Format.ALL_VALID : Format.SOME_VALID);
        body.putInt(rows);
        body.putInt(column.nulls());
        body.putInt(fields);
        if (!nothing && column.nulls() > 0) {
            int words = (rows + 63) >>> 6;
            int bitmap = body.reserve(words * 8L);
            for (int i = 0; i < words; i++) {
                LittleEndian.putLong(body.bytes(), bitmap + i * 8, ~column.nullWord(i));
            }
            int beyond = rows & 63;
            if (beyond != 0) {
                int last = bitmap + (words - 1) * 8;
                long word = LittleEndian.getLong(body.bytes(), last);
                LittleEndian.putLong(body.bytes(), last, word & ((1L << beyond) - 1));
            }
        }
        return at;
    }

    private int bytes(BytesBuilder column) {
        if (!dictionary.build(column)) {
            Packing.write(NumberSource.differences(column.ends(), column.rows()), block, body);
            body.put(column.data(), 0, column.length());
            body.align();
            return Format.PLAIN;
        }
        int size = dictionary.size();
        body.putInt(size);
        body.putInt(0);
        Packing.write(NumberSource.of(dictionary.codes(), column.rows()), block, body);
        int[] ends = new int[size];
        int last = 0;
        for (int code = 0; code < size; code++) {
            last += dictionary.end(code) - dictionary.start(code);
            ends[code] = last;
        }
        Packing.write(NumberSource.differences(ends, size), block, body);
        for (int code = 0; code < size; code++) {
            body.put(column.data(), dictionary.start(code), dictionary.end(code) - dictionary.start(code));
        }
        body.align();
        return Format.DICTIONARY;
    }
}
