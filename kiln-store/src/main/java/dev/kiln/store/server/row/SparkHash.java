package dev.kiln.store.server.row;

/** Murmur3 with 32 bits, with the handling of trailing bytes that Spark has. */
final class SparkHash {
    static final int SEED = 42;

    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private SparkHash() {}

    static int ofInt(int value, int seed) {
        return finish(mix(seed, scramble(value)), 4);
    }

    static int ofLong(long value, int seed) {
        int low = mix(seed, scramble((int) value));
        return finish(mix(low, scramble((int) (value >>> 32))), 8);
    }

    /** Whole words of four bytes as usual; then each byte that is left as a word of its own, with its sign. */
    static int ofBytes(byte[] bytes, int seed) {
        int hash = seed;
        int words = bytes.length & -4;
        for (int i = 0; i < words; i += 4) {
            int word = bytes[i] & 0xFF | (bytes[i + 1] & 0xFF) << 8 | (bytes[i + 2] & 0xFF) << 16 | bytes[i + 3] << 24;
            hash = mix(hash, scramble(word));
        }
        for (int i = words; i < bytes.length; i++) {
            hash = mix(hash, scramble(bytes[i]));
        }
        return finish(hash, bytes.length);
    }

    private static int scramble(int value) {
        return Integer.rotateLeft(value * C1, 15) * C2;
    }

    private static int mix(int hash, int value) {
        return Integer.rotateLeft(hash ^ value, 13) * 5 + 0xe6546b64;
    }

    private static int finish(int hash, int length) {
        int h = hash ^ length;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }
}
