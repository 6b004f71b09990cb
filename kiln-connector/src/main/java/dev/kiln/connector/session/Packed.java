package dev.kiln.connector.session;

import dev.kiln.store.wire.RecordCodec;
import java.io.Serializable;

/** A record of the store's on its way between driver and executors. Immutable. */
public final class Packed<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final byte[] bytes;

    private Packed(Class<T> type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** Packs a record. */
    public static <T> Packed<T> of(Class<T> type, T value) {
        return new Packed<>(type, RecordCodec.write(type, value));
    }

    /** The record, made anew with every call. */
    public T value() {
        return RecordCodec.read(type, bytes);
    }
}
