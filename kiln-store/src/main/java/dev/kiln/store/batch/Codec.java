package dev.kiln.store.batch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.kiln.store.table.Compression;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Compresses bodies. Only calls that the libraries of all Sparks from 3.5 on have. */
final class Codec {
    static final int NONE = 0;
    static final int LZ4 = 1;
    static final int ZSTD = 2;

    /** Below this many bytes there is nothing to gain. */
    private static final int LEAST = 256;

    private static final int ZSTD_LEVEL = 3;

    /** The most bytes that one compressed byte can stand for; a larger claim is a lie. */
    private static final long LZ4_EXPANSION = 256;

    private static final long ZSTD_EXPANSION = 1 << 15;

    private Codec() {}

    /** LZ4's library is loaded by the first that compresses. */
    private static final class Lz4 {
        static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();
        static final LZ4SafeDecompressor DECOMPRESSOR =
                LZ4Factory.fastestInstance().safeDecompressor();
    }

    static int of(Compression compression) {
        return switch (compression) {
            case NONE -> NONE;
            case LZ4 -> LZ4;
            case ZSTD -> ZSTD;
        };
    }

    /**
     * Compresses if that saves a quarter (LZ4) or an eighth (Zstandard, of which size is what is wanted) at least: less
     * isn't worth the time of every reader.
     *
     * @return the length in {@code to}, or -1
     */
    static int compress(int codec, byte[] from, int offset, int length, Sink to) {
        if (codec == NONE || length < LEAST) {
            return -1;
        }
        int before = to.position();
        int room = codec == LZ4 ? Lz4.COMPRESSOR.maxCompressedLength(length) : (int) Zstd.compressBound(length);
        int at = to.reserve(room);
        int size = codec == LZ4
                ? Lz4.COMPRESSOR.compress(from, offset, length, to.bytes(), at, room)
                : zstd(from, offset, length, to.bytes(), at, room);
        to.rewind(before);
        if (size > length - (length >>> (codec == LZ4 ? 2 : 3))) {
            return -1;
        }
        to.reserve(size);
        return size;
    }

    private static int zstd(byte[] from, int offset, int length, byte[] to, int at, int room) {
        return (int) Zstd.compressByteArray(to, at, room, from, offset, length, ZSTD_LEVEL);
    }

    static byte[] decompress(int codec, byte[] from, int offset, int length, int rawLength) {
        if (codec != LZ4 && codec != ZSTD) {
            throw Corrupt.because("it is compressed in an unknown way: " + codec);
        }
        if (rawLength > length * (codec == LZ4 ? LZ4_EXPANSION : ZSTD_EXPANSION)) {
            throw Corrupt.because("its length can't be true");
        }
        byte[] raw = new byte[rawLength];
        try {
            long size = codec == LZ4
                    ? Lz4.DECOMPRESSOR.decompress(from, offset, length, raw, 0, rawLength)
                    : Zstd.decompressByteArray(raw, 0, rawLength, from, offset, length);
            if (size != rawLength) {
                throw Corrupt.because("it has another length");
            }
            return raw;
        } catch (LZ4Exception | ZstdException e) {
            throw Corrupt.because(e);
        }
    }
}
