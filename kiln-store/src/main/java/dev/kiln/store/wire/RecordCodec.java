package dev.kiln.store.wire;

import java.lang.reflect.Type;

/**
 * Turns records into bytes and back. Components may be numbers, booleans, texts, enums, durations, bytes, records, sealed
 * interfaces of records, and optionals, lists, sets and maps of these.
 *
 * <p>A record may get more components at its end: bytes of an older form give them empty or zero, and an older reader
 * skips what it does not know. Safe for use by several threads.
 */
public final class RecordCodec {
    private RecordCodec() {}

    /** The bytes of a value, to be read as the same type. */
    public static <T> byte[] write(Class<T> type, T value) {
        ByteSink sink = new ByteSink();
        ValueCodecs.of((Type) type).write(sink, value);
        return sink.bytes();
    }

    /**
     * The value of bytes.
     *
     * @throws IllegalArgumentException if they are not of this type
     */
    public static <T> T read(Class<T> type, byte[] bytes) {
        try {
            return type.cast(ValueCodecs.of((Type) type).read(new ByteSource(bytes)));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("Not the bytes of a " + type.getSimpleName(), e);
        }
    }
}
