package dev.kiln.store.batch;

import dev.kiln.store.StoreException;
import dev.kiln.store.batch.DecodedColumn.Rows;
import dev.kiln.store.batch.DecodedColumn.Section;
import dev.kiln.store.batch.Layout.Width;
import dev.kiln.store.snapshot.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a column's bytes. What isn't compressed is not copied. Whatever the bytes are, the result is a column within
 * its bounds or {@code CORRUPT_BATCH}.
 */
public final class ColumnDecoder {
    private static final int DEEPEST = 200;

    private final byte[] body;
    private final int end;
    private int position;

    /** How many bytes may still be made of the body. */
    private long room = Format.MOST_BYTES;

    private ColumnDecoder(byte[] body, int start, int end) {
        this.body = body;
        this.position = start;
        this.end = end;
    }

    /**
     * Decodes a column.
     *
     * @param bytes as they were stored
     * @param chunk what the manifest says of the bytes
     * @param rows how many the batch has
     * @param layout what the column is now
     * @throws dev.kiln.store.StoreException {@code CORRUPT_BATCH}
     */
    public static DecodedColumn decode(byte[] bytes, Chunk chunk, int rows, Layout layout) {
        if (bytes.length != chunk.bytes() || Checksum.of(bytes) != chunk.checksum()) {
            throw Corrupt.because("its checksum differs");
        }
        return decode(bytes, rows, layout);
    }

    /** Decodes a column that no manifest speaks of, such as the values of a filter. */
    public static DecodedColumn decode(byte[] bytes, Layout layout) {
        return decode(bytes, bytes.length < Format.HEADER ? 0 : LittleEndian.getInt(bytes, 8), layout);
    }

    /** As the first, for bytes that nobody could have damaged. */
    static DecodedColumn decode(byte[] bytes, int rows, Layout layout) {
        if (bytes.length < Format.HEADER) {
            throw Corrupt.because("it is too short");
        }
        int head = LittleEndian.getInt(bytes, 0);
        int rawLength = LittleEndian.getInt(bytes, 4);
        if ((head & 0xFFFF) != Format.MAGIC) {
            throw Corrupt.because("it begins with something else");
        }
        if ((head >>> 16 & 0xFF) != Format.VERSION) {
            throw Corrupt.because("its format is newer than this program");
        }
        if (rawLength < 0 || rawLength > Format.MOST_BYTES || rows < 0 || LittleEndian.getInt(bytes, 8) != rows) {
            throw Corrupt.because("its header contradicts the manifest");
        }
        int codec = head >>> 24;
        ColumnDecoder decoder;
        if (codec == Codec.NONE) {
            if (rawLength != bytes.length - Format.HEADER) {
                throw Corrupt.because("its length differs");
            }
            decoder = new ColumnDecoder(bytes, Format.HEADER, bytes.length);
        } else {
            byte[] raw = Codec.decompress(codec, bytes, Format.HEADER, bytes.length - Format.HEADER, rawLength);
            decoder = new ColumnDecoder(raw, 0, raw.length);
        }
        DecodedColumn column = decoder.node(layout, rows, 0);
        if (decoder.position != decoder.end) {
            throw Corrupt.because("there is something behind its end");
        }
        return column;
    }

    private DecodedColumn node(Layout layout, int expectedRows, int depth) {
        if (depth > DEEPEST) {
            throw Corrupt.because("it is nested too deeply");
        }
        int at = take(Format.NODE);
        int kind = body[at];
        int width = body[at + 1] & 0xFF;
        int encoding = body[at + 2];
        int mode = body[at + 3];
        int rows = LittleEndian.getInt(body, at + 4);
        int nulls = LittleEndian.getInt(body, at + 8);
        int fields = LittleEndian.getInt(body, at + 12);
        boolean untyped = kind == Format.KIND_NOTHING && nulls == rows;
        if (rows != expectedRows || nulls < 0 || nulls > rows || kind != kind(layout) && !untyped) {
            throw Corrupt.because("its columns are others");
        }
        if (untyped) {
            return nulls(layout, rows);
        }
        Rows present = new Rows(rows, nulls, validity(mode, rows, nulls));
        boolean nothing = mode == Format.NONE_VALID;
        if (layout instanceof Layout.Fixed fixed) {
            Section values = numbers(fixed, width, encoding, present, nothing);
            return new DecodedColumn(layout, present, Section.NONE, values, List.of(), Optional.empty());
        }
        if (layout instanceof Layout.Bytes) {
            return nothing
                    ? new DecodedColumn(
                            layout, present, zeros(4L * rows + 4), Section.NONE, List.of(), Optional.empty())
                    : bytes(layout, encoding, present);
        }
        if (layout instanceof Layout.ListOf list) {
            Section offsets = nothing ? zeros(4L * rows + 4) : Section.whole(offsets(rows));
            int elements = LittleEndian.getInt(offsets.bytes(), offsets.at() + rows * 4);
            DecodedColumn child = nothing ? nulls(list.element(), 0) : node(list.element(), elements, depth + 1);
            return new DecodedColumn(layout, present, offsets, Section.NONE, List.of(child), Optional.empty());
        }
        if (layout instanceof Layout.Struct struct) {
            if (fields != struct.fields().size()) {
                throw Corrupt.because("it has another number of fields");
            }
            List<DecodedColumn> children = new ArrayList<>();
            for (Layout field : struct.fields()) {
                children.add(nothing ? nulls(field, rows) : node(field, rows, depth + 1));
            }
            return new DecodedColumn(
                    layout, present, Section.NONE, Section.NONE, List.copyOf(children), Optional.empty());
        }
        return nulls(layout, rows);
    }

    /** A column of nulls, for rows that were written before the column was added. */
    public static DecodedColumn nothing(Layout layout, int rows) {
        return new ColumnDecoder(new byte[0], 0, 0).nulls(layout, rows);
    }

    private DecodedColumn nulls(Layout layout, int rows) {
        Rows absent = new Rows(rows, rows, Section.NONE);
        Section offsets = Section.NONE;
        Section values = Section.NONE;
        List<DecodedColumn> children = List.of();
        if (layout instanceof Layout.Fixed fixed) {
            values = zeros(fixed.width().bytes(rows));
        } else if (layout instanceof Layout.Bytes) {
            offsets = zeros(4L * rows + 4);
        } else if (layout instanceof Layout.ListOf list) {
            offsets = zeros(4L * rows + 4);
            children = List.of(nulls(list.element(), 0));
        } else if (layout instanceof Layout.Struct struct) {
            children = struct.fields().stream().map(field -> nulls(field, rows)).toList();
        }
        return new DecodedColumn(layout, absent, offsets, values, children, Optional.empty());
    }

    private Section validity(int mode, int rows, int nulls) {
        switch (mode) {
            case Format.ALL_VALID -> {
                if (nulls != 0) {
                    throw Corrupt.because("its nulls are missing");
                }
                return Section.NONE;
            }
            case Format.NONE_VALID -> {
                if (nulls != rows) {
                    throw Corrupt.because("its values are missing");
                }
                return Section.NONE;
            }
            case Format.SOME_VALID -> {
                if (nulls == 0 || nulls == rows) {
                    throw Corrupt.because("it miscounts its nulls");
                }
                Section bitmap = new Section(body, take(((rows + 63L) >>> 6) * 8));
                int valid = 0;
                for (int i = 0; i < (rows + 63) >>> 6; i++) {
                    valid += Long.bitCount(LittleEndian.getLong(body, bitmap.at() + i * 8));
                }
                if (valid != rows - nulls) {
                    throw Corrupt.because("it miscounts its nulls");
                }
                return bitmap;
            }
            default -> throw Corrupt.because("it has nulls of an unknown kind");
        }
    }

    private Section numbers(Layout.Fixed layout, int width, int encoding, Rows rows, boolean nothing) {
        int ordinal = width & ~Format.FLOATING;
        if (ordinal >= Width.values().length) {
            throw Corrupt.because("its numbers have an unknown width");
        }
        Layout.Fixed written = new Layout.Fixed(Width.values()[ordinal], (width & Format.FLOATING) != 0);
        if (!written.equals(layout) && !Widening.isPossible(written, layout)) {
            throw Corrupt.because("its numbers have another width");
        }
        if (nothing) {
            return zeros(layout.width().bytes(rows.count()));
        }
        if (written.equals(layout)) {
            return fixed(layout, encoding, rows);
        }
        Section narrow = fixed(written, encoding, rows);
        Section values = zeros(layout.width().bytes(rows.count()));
        Widening.widen(written, narrow.bytes(), narrow.at(), layout, values.bytes(), rows.count());
        return values;
    }

    private Section fixed(Layout.Fixed layout, int encoding, Rows rows) {
        Width width = layout.width();
        int count = rows.count();
        if (encoding == Format.PLAIN) {
            return new Section(body, takeAligned(width.bytes(count)));
        }
        boolean bits = width == Width.BIT;
        if (bits && encoding != Format.CONSTANT
                || encoding == Format.SCALED && !(width == Width.LONG && layout.floating())) {
            throw unknown(encoding);
        }
        byte[] values = zeros(width.bytes(count)).bytes();
        switch (encoding) {
            case Format.CONSTANT ->
                FixedDecoder.fill(width, LittleEndian.getLong(body, take(8)), values, 0, bits ? values.length : count);
            case Format.PACKED -> packed(count).unpack(width, values, 0);
            case Format.RUNS -> {
                int runs = sized(12);
                int ends = takeAligned(runs * 4L);
                FixedDecoder.runs(width, body, ends, take(runs * 8L), runs, values, count);
            }
            case Format.DICTIONARY -> {
                int size = sized(8);
                int entries = take(size * 8L);
                FixedDecoder.dictionary(width, body, entries, size, packed(count), values);
            }
            case Format.SCALED -> {
                long exponent = LittleEndian.getLong(body, take(8));
                if (exponent < 0 || exponent > DecimalScale.MOST) {
                    throw Corrupt.because("it is scaled by an unknown power");
                }
                FixedDecoder.scaled((int) exponent, packed(count), values);
            }
            default -> throw unknown(encoding);
        }
        return Section.whole(values);
    }

    private DecodedColumn bytes(Layout layout, int encoding, Rows rows) {
        if (encoding == Format.PLAIN) {
            return strings(layout, rows);
        }
        if (encoding != Format.DICTIONARY) {
            throw unknown(encoding);
        }
        int size = sized(0);
        byte[] codes = zeros(4L * rows.count()).bytes();
        packed(rows.count()).unpack(Width.INT, codes, 0);
        FixedDecoder.checkCodes(codes, rows.count(), size);
        DecodedColumn dictionary = strings(layout, new Rows(size, 0, Section.NONE));
        return new DecodedColumn(layout, rows, Section.NONE, Section.whole(codes), List.of(), Optional.of(dictionary));
    }

    private DecodedColumn strings(Layout layout, Rows rows) {
        byte[] offsets = offsets(rows.count());
        int length = LittleEndian.getInt(offsets, rows.count() * 4);
        Section data = new Section(body, takeAligned(length));
        return new DecodedColumn(layout, rows, Section.whole(offsets), data, List.of(), Optional.empty());
    }

    private byte[] offsets(int rows) {
        byte[] offsets = zeros(4L * rows + 4).bytes();
        FixedDecoder.offsets(packed(rows), offsets);
        return offsets;
    }

    private Packing.Section packed(int count) {
        Packing.Section section = Packing.Section.at(body, position, end, count);
        take(section.length());
        return section;
    }

    /** A number of entries, of which each has as many bytes behind it at least. */
    private int sized(int entryBytes) {
        int size = LittleEndian.getInt(body, take(8));
        if (size < 1 || (long) size * entryBytes > end - position) {
            throw Corrupt.because("its length can't be true");
        }
        return size;
    }

    private static StoreException unknown(int encoding) {
        return Corrupt.because("it is encoded in an unknown way: " + encoding);
    }

    private int takeAligned(long length) {
        return take((length + 7) & -8);
    }

    private int take(long length) {
        if (length > end - position) {
            throw Corrupt.because("it ends too early");
        }
        int at = position;
        position += (int) length;
        return at;
    }

    private Section zeros(long length) {
        room -= length;
        if (room < 0) {
            throw Corrupt.because("it is too long");
        }
        return new Section(new byte[(int) length], 0);
    }

    private static int kind(Layout layout) {
        if (layout instanceof Layout.Fixed) {
            return Format.KIND_FIXED;
        }
        if (layout instanceof Layout.Bytes) {
            return Format.KIND_BYTES;
        }
        if (layout instanceof Layout.ListOf) {
            return Format.KIND_LIST;
        }
        return layout instanceof Layout.Struct ? Format.KIND_STRUCT : Format.KIND_NOTHING;
    }
}
