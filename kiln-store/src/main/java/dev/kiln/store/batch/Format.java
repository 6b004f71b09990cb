package dev.kiln.store.batch;

/**
 * The numbers of the format. A column is a header of 16 bytes and a body, which may be compressed:
 *
 * <pre>
 * header: 'K' 'C', version, codec (one byte each), length of the body before compression, rows, 0 (ints)
 * body:   a node, of which the children follow depth first
 * node:   kind, width (the highest bit: floating), encoding, validity (a byte each), rows, nulls, fields (ints),
 *         then, each from a multiple of eight on: the bitmap of rows with a value if some but not all have one, and
 *         unless all are null, what the encoding says
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

    /** The values as they lie in memory. */
    static final int PLAIN = 0;

    private Format() {}
}
