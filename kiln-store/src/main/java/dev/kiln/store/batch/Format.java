package dev.kiln.store.batch;

/**
 * The numbers of the format. A column is a header of 16 bytes and a body, which may be compressed:
 *
 * <pre>
 * header: 'K' 'C', version, codec (one byte each), length of the body before compression, rows, 0 (ints)
 * body:   a node, of which the children follow depth first
 * node:   kind, width (the highest bit: floating), encoding, validity (a byte each), rows, nulls, fields (ints),
 *         then, each from a multiple of eight on: the bitmap of rows with a value if some but not all have one, and
 *         unless all are null, what the encoding says. Numbers within are longs or ints
 * </pre>
 */
final class Format {
    static final int MAGIC = 'K' | 'C' << 8;
    static final int VERSION = 1;
    static final int HEADER = 16;
    static final int NODE = 16;

    /** The most bytes that a body and each buffer made of it may have. */
    static final int MOST_BYTES = 1 << 30;

    static final int KIND_NOTHING = 0;
    static final int KIND_FIXED = 1;
    static final int KIND_BYTES = 2;
    static final int KIND_LIST = 3;
    static final int KIND_STRUCT = 4;

    static final int FLOATING = 0x80;

    static final int ALL_VALID = 0;
    static final int SOME_VALID = 1;
    static final int NONE_VALID = 2;

    static final int ENCODING_AT = 2;

    /** Values as they lie in memory; of strings the packed lengths, then the bytes. Lists have packed lengths. */
    static final int PLAIN = 0;

    /** One value (a long) for all rows. */
    static final int CONSTANT = 1;

    /** See {@link Packing}. */
    static final int PACKED = 2;

    /** The number of runs and 0 (ints), then where each ends (ints), then the value of each (longs). */
    static final int RUNS = 3;

    /**
     * The number of distinct values and 0 (ints). Of numbers: the values (longs), then per row the packed code. Of
     * strings: per row the packed code, then the packed lengths of the values, then their bytes.
     */
    static final int DICTIONARY = 4;

    /** An exponent (a long), then packed numbers: each is to be divided by that power of ten. */
    static final int SCALED = 5;

    private Format() {}
}
