package dev.kiln.store.batch;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Which rows of a batch are gone. Immutable.
 *
 * <p>Encoded: 'K' 'D', version, form (a byte each), rows of the batch, rows in the list, CRC-32C of everything else
 * (ints), then either a bit per row of the batch or the distances between the rows, as numbers of seven bits per byte;
 * whichever is shorter.
 */
public final class DeletedRowList {
    private static final int MAGIC = 'K' | 'D' << 8;
    private static final int VERSION = 1;
    private static final int HEADER = 16;
    private static final int CHECKSUM_AT = 12;
    private static final int BITMAP = 0;
    private static final int DISTANCES = 1;

    private final int batchRows;
    private final BitSet rows;
    private final int count;

    private DeletedRowList(int batchRows, BitSet rows) {
        this.batchRows = batchRows;
        this.rows = rows;
        this.count = rows.cardinality();
    }

    /** The empty list of a batch with so many rows. */
    public static DeletedRowList none(int batchRows) {
        return new DeletedRowList(batchRows, new BitSet());
    }

    /**
     * This list and more rows, in any order; some may be in it already.
     *
     * @throws IndexOutOfBoundsException if the batch doesn't have such a row
     */
    public DeletedRowList with(IntStream more) {
        BitSet all = (BitSet) rows.clone();
        more.forEach(row -> {
            if (row < 0 || row >= batchRows) {
                throw new IndexOutOfBoundsException("The batch has " + batchRows + " rows, no row " + row);
            }
            all.set(row);
        });
        return new DeletedRowList(batchRows, all);
    }

    /** How many rows are gone. */
    public int count() {
        return count;
    }

    /** How many rows the batch had at first. */
    public int batchRows() {
        return batchRows;
    }

    public boolean contains(int row) {
        return rows.get(row);
    }

    /** The rows that are gone, in order. */
    public IntStream stream() {
        return rows.stream();
    }

    /** The rows that are left, in order. */
    public int[] live() {
        int[] live = new int[batchRows - count];
        int[] at = {0};
        forEachLiveRun((from, until) -> {
            for (int row = from; row < until; row++) {
                live[at[0]++] = row;
            }
        });
        return live;
    }

    /** Some rows that lie one after the other. */
    interface Run {
        /** @param until the row behind the last one */
        void accept(int from, int until);
    }

    /** Passes the rows that are left, in order and as many at once as possible. */
    void forEachLiveRun(Run run) {
        for (int row = rows.nextClearBit(0); row < batchRows; ) {
            int next = rows.nextSetBit(row);
            int end = next < 0 ? batchRows : next;
            run.accept(row, end);
            row = rows.nextClearBit(end);
        }
    }

    /** Makes the bytes that are stored. */
    public byte[] encode() {
        Sink sink = new Sink();
        sink.reserve(HEADER);
        int last = -1;
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            int distance = row - last - 1;
            last = row;
            while (distance > 0x7F) {
                sink.putByte(distance & 0x7F | 0x80);
                distance >>>= 7;
            }
            sink.putByte(distance);
        }
        int form = DISTANCES;
        int bitmap = (batchRows + 7) >>> 3;
        if (sink.position() - HEADER > bitmap) {
            form = BITMAP;
            byte[] bits = rows.toByteArray();
            sink.rewind(HEADER);
            sink.put(bits, 0, bits.length);
            for (int i = bits.length; i < bitmap; i++) {
                sink.putByte(0);
            }
        }
        byte[] bytes = Arrays.copyOf(sink.bytes(), sink.position());
        LittleEndian.putInt(bytes, 0, MAGIC | VERSION << 16 | form << 24);
        LittleEndian.putInt(bytes, 4, batchRows);
        LittleEndian.putInt(bytes, 8, count);
        LittleEndian.putInt(bytes, CHECKSUM_AT, 0);
        LittleEndian.putInt(bytes, CHECKSUM_AT, Checksum.of(bytes));
        return bytes;
    }

    /**
     * Reads what {@link #encode} made.
     *
     * @param bytes the list
     * @param batchRows how many rows the batch had at first
     * @throws dev.kiln.store.StoreException {@code CORRUPT_BATCH}
     */
    public static DeletedRowList decode(byte[] bytes, int batchRows) {
        if (bytes.length < HEADER) {
            throw Corrupt.because("its list of deleted rows is too short");
        }
        byte[] zeroed = bytes.clone();
        LittleEndian.putInt(zeroed, CHECKSUM_AT, 0);
        int head = LittleEndian.getInt(bytes, 0);
        if (Checksum.of(zeroed) != LittleEndian.getInt(bytes, CHECKSUM_AT)
                || (head & 0xFFFFFF) != (MAGIC | VERSION << 16)
                || LittleEndian.getInt(bytes, 4) != batchRows) {
            throw Corrupt.because("its list of deleted rows was damaged or is another's");
        }
        BitSet rows =
                switch (head >>> 24) {
                    case BITMAP -> BitSet.valueOf(Arrays.copyOfRange(bytes, HEADER, bytes.length));
                    case DISTANCES -> distances(bytes, batchRows);
                    default -> throw Corrupt.because("its list of deleted rows has an unknown form");
                };
        DeletedRowList list = new DeletedRowList(batchRows, rows);
        if (rows.length() > batchRows || list.count != LittleEndian.getInt(bytes, 8)) {
            throw Corrupt.because("its list of deleted rows has other rows");
        }
        return list;
    }

    private static BitSet distances(byte[] bytes, int batchRows) {
        BitSet rows = new BitSet(batchRows);
        long row = -1;
        int at = HEADER;
        while (at < bytes.length) {
            long distance = 0;
            int shift = 0;
            byte next;
            do {
                if (at == bytes.length || shift > 28) {
                    throw Corrupt.because("its list of deleted rows ends within a number");
                }
                next = bytes[at++];
                distance |= (next & 0x7FL) << shift;
                shift += 7;
            } while (next < 0);
            row += distance + 1;
            if (row >= batchRows) {
                throw Corrupt.because("its list of deleted rows has rows that it doesn't have");
            }
            rows.set((int) row);
        }
        return rows;
    }
}
