package dev.kiln.store.batch;

import java.util.zip.CRC32C;

/** CRC-32C, for which processors have an instruction. */
public final class Checksum {
    private Checksum() {}

    public static int of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    static int of(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
