package dev.kiln.store.batch;

import dev.kiln.store.batch.Layout.Width;
import java.util.Arrays;

/**
 * Whole numbers as differences from the least of their block, each with as many bits as the block needs.
 *
 * <p>A section has a byte per block, the bits of each of its numbers (0 to {@value #MOST_BITS}, or 64), then from a
 * multiple of eight on per block the least number (a long), then the blocks, each of whole longs, then a long that is 0:
 * a number is read by loading the eight bytes from its first one on.
 */
final class Packing {
    static final int BLOCK = 1024;
    static final int MOST_BITS = 56;

    private Packing() {}

    /** What a pass over all numbers finds. */
    record Measure(long least, long greatest, int runs, long packedBytes) {}

    static Measure measure(NumberSource source, long[] block) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        int runs = 0;
        long bytes = 8;
        long last = 0;
        for (int from = 0; from < source.count(); from += BLOCK) {
            int count = Math.min(BLOCK, source.count() - from);
            source.load(from, count, block);
            long low = block[0];
            long high = low;
            for (int i = 1; i < count; i++) {
                low = Math.min(low, block[i]);
                high = Math.max(high, block[i]);
            }
            if (low == high) {
                runs += from == 0 || low != last ? 1 : 0;
            } else {
                int changes = from == 0 || block[0] != last ? 1 : 0;
                for (int i = 1; i < count; i++) {
                    changes += block[i] != block[i - 1] ? 1 : 0;
                }
                runs += changes;
            }
            last = block[count - 1];
            least = Math.min(least, low);
            greatest = Math.max(greatest, high);
            bytes += 9 + blockBytes(bits(low, high), count);
        }
        return new Measure(least, greatest, runs, bytes);
    }

    static void write(NumberSource source, long[] block, Sink sink) {
        int blocks = blocks(source.count());
        int bitsAt = sink.reserve(blocks);
        sink.align();
        int leastAt = sink.reserve(blocks * 8L);
        for (int b = 0; b < blocks; b++) {
            int count = Math.min(BLOCK, source.count() - b * BLOCK);
            source.load(b * BLOCK, count, block);
            long low = block[0];
            long high = low;
            for (int i = 1; i < count; i++) {
                low = Math.min(low, block[i]);
                high = Math.max(high, block[i]);
            }
            int bits = bits(low, high);
            int at = sink.reserve(blockBytes(bits, count));
            sink.bytes()[bitsAt + b] = (byte) bits;
            LittleEndian.putLong(sink.bytes(), leastAt + b * 8, low);
            pack(block, count, low, bits, sink.bytes(), at);
        }
        sink.putLong(0);
    }

    private static void pack(long[] block, int count, long least, int bits, byte[] to, int at) {
        if (bits == 64) {
            for (int i = 0; i < count; i++) {
                LittleEndian.putLong(to, at + i * 8, block[i] - least);
            }
            return;
        }
        if (bits == 0) {
            return;
        }
        long word = 0;
        int used = 0;
        int position = at;
        for (int i = 0; i < count; i++) {
            long number = block[i] - least;
            word |= number << used;
            used += bits;
            if (used >= 64) {
                LittleEndian.putLong(to, position, word);
                position += 8;
                used -= 64;
                // Shifting by 64 would shift by nothing.
                word = used == 0 ? 0 : number >>> (bits - used);
            }
        }
        if (used > 0) {
            LittleEndian.putLong(to, position, word);
        }
    }

    static int blocks(int count) {
        return (count + BLOCK - 1) / BLOCK;
    }

    private static int bits(long least, long greatest) {
        // A difference beyond 63 bits is negative and has no leading zeros.
        int bits = 64 - Long.numberOfLeadingZeros(greatest - least);
        return bits > MOST_BITS ? 64 : bits;
    }

    static long blockBytes(int bits, int count) {
        return ((long) bits * count + 63) / 64 * 8;
    }

    /** Where a section's parts are, checked to be within its bounds. */
    record Section(byte[] bytes, int count, int bitsAt, int leastAt, int dataAt, long length) {
        static Section at(byte[] bytes, int at, int end, int count) {
            int blocks = blocks(count);
            int directory = (blocks + 7 & -8) + blocks * 8;
            if (directory > end - at) {
                throw Corrupt.because("it ends too early");
            }
            long length = directory + 8L;
            for (int b = 0; b < blocks; b++) {
                int bits = bytes[at + b];
                if (bits < 0 || bits > MOST_BITS && bits != 64) {
                    throw Corrupt.because("its numbers have " + bits + " bits");
                }
                length += blockBytes(bits, Math.min(BLOCK, count - b * BLOCK));
            }
            if (length > end - at) {
                throw Corrupt.because("it ends too early");
            }
            return new Section(bytes, count, at, at + (blocks + 7 & -8), at + directory, length);
        }

        /** Unpacks all numbers. */
        void unpack(Width width, byte[] to, int toAt) {
            int at = dataAt;
            for (int b = 0; b < blocks(count); b++) {
                int bits = bytes[bitsAt + b];
                int length = Math.min(BLOCK, count - b * BLOCK);
                long least = LittleEndian.getLong(bytes, leastAt + b * 8);
                unpackBlock(bytes, at, bits, least, length, width, to, toAt + b * BLOCK * width.bytes());
                at += (int) blockBytes(bits, length);
            }
        }

        /** Unpacks one block after the other. */
        void forEachBlock(BlockTarget target) {
            long[] block = new long[BLOCK];
            int at = dataAt;
            for (int b = 0; b < blocks(count); b++) {
                int bits = bytes[bitsAt + b];
                int length = Math.min(BLOCK, count - b * BLOCK);
                longs(bytes, at, bits, LittleEndian.getLong(bytes, leastAt + b * 8), length, block);
                target.take(block, b * BLOCK, length);
                at += (int) blockBytes(bits, length);
            }
        }
    }

    /** Takes blocks of numbers, in order. */
    interface BlockTarget {
        void take(long[] block, int from, int count);
    }

    private static void unpackBlock(
            byte[] from, int at, int bits, long least, int count, Width width, byte[] to, int toAt) {
        switch (width) {
            case INT -> ints(from, at, bits, (int) least, count, to, toAt);
            case LONG -> longs(from, at, bits, least, count, to, toAt);
            case SHORT -> {
                for (int i = 0; i < count; i++) {
                    LittleEndian.putShort(to, toAt + i * 2, (short) (least + number(from, at, bits, i)));
                }
            }
            case BYTE -> {
                for (int i = 0; i < count; i++) {
                    to[toAt + i] = (byte) (least + number(from, at, bits, i));
                }
            }
            case HUGE -> {
                for (int i = 0; i < count; i++) {
                    long number = least + number(from, at, bits, i);
                    LittleEndian.putLong(to, toAt + i * 16, number);
                    LittleEndian.putLong(to, toAt + i * 16 + 8, number >> 63);
                }
            }
            case BIT -> throw new IllegalStateException("Bits are packed already");
        }
    }

    private static void ints(byte[] from, int at, int bits, int least, int count, byte[] to, int toAt) {
        if (bits == 0) {
            for (int i = 0; i < count; i++) {
                LittleEndian.putInt(to, toAt + i * 4, least);
            }
            return;
        }
        if (bits == 64) {
            for (int i = 0; i < count; i++) {
                LittleEndian.putInt(to, toAt + i * 4, least + (int) LittleEndian.getLong(from, at + i * 8));
            }
            return;
        }
        long mask = (1L << bits) - 1;
        for (int i = 0, bit = 0; i < count; i++, bit += bits) {
            long number = LittleEndian.getLong(from, at + (bit >>> 3)) >>> (bit & 7) & mask;
            LittleEndian.putInt(to, toAt + i * 4, least + (int) number);
        }
    }

    private static void longs(byte[] from, int at, int bits, long least, int count, byte[] to, int toAt) {
        if (bits == 0) {
            for (int i = 0; i < count; i++) {
                LittleEndian.putLong(to, toAt + i * 8, least);
            }
            return;
        }
        if (bits == 64) {
            for (int i = 0; i < count; i++) {
                LittleEndian.putLong(to, toAt + i * 8, least + LittleEndian.getLong(from, at + i * 8));
            }
            return;
        }
        long mask = (1L << bits) - 1;
        for (int i = 0, bit = 0; i < count; i++, bit += bits) {
            long number = LittleEndian.getLong(from, at + (bit >>> 3)) >>> (bit & 7) & mask;
            LittleEndian.putLong(to, toAt + i * 8, least + number);
        }
    }

    private static void longs(byte[] from, int at, int bits, long least, int count, long[] to) {
        if (bits == 0) {
            Arrays.fill(to, 0, count, least);
            return;
        }
        if (bits == 64) {
            for (int i = 0; i < count; i++) {
                to[i] = least + LittleEndian.getLong(from, at + i * 8);
            }
            return;
        }
        long mask = (1L << bits) - 1;
        for (int i = 0, bit = 0; i < count; i++, bit += bits) {
            to[i] = least + (LittleEndian.getLong(from, at + (bit >>> 3)) >>> (bit & 7) & mask);
        }
    }

    private static long number(byte[] from, int at, int bits, int index) {
        if (bits == 64) {
            return LittleEndian.getLong(from, at + index * 8);
        }
        int bit = index * bits;
        return LittleEndian.getLong(from, at + (bit >>> 3)) >>> (bit & 7) & (1L << bits) - 1;
    }
}
