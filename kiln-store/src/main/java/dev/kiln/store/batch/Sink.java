package dev.kiln.store.batch;

/** Bytes that are being written, sections of which begin at multiples of eight. */
final class Sink {
    private byte[] bytes = new byte[4096];
    private int position;

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    void rewind(int to) {
        position = to;
    }

    /**
     * Makes room.
     *
     * @return where it begins; what is there is not zero
     */
    int reserve(long length) {
        int at = position;
        if (at + length > bytes.length) {
            bytes = ColumnBuilder.grown(bytes, at + length);
        }
        position = (int) (at + length);
        return at;
    }

    void align() {
        int at = position;
        int padding = -at & 7;
        reserve(padding);
        for (int i = 0; i < padding; i++) {
            bytes[at + i] = 0;
        }
    }

    void putByte(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
    }

    void putInt(int value) {
        int at = reserve(4);
        LittleEndian.putInt(bytes, at, value);
    }

    void putLong(long value) {
        int at = reserve(8);
        LittleEndian.putLong(bytes, at, value);
    }

    void put(byte[] from, int offset, int length) {
        int at = reserve(length);
        System.arraycopy(from, offset, bytes, at, length);
    }
}
