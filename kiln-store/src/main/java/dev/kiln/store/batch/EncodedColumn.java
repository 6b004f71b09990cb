package dev.kiln.store.batch;

import dev.kiln.store.snapshot.Bounds;
import dev.kiln.store.snapshot.Chunk;
import java.util.Optional;

/**
 * A column of a batch in its final form.
 *
 * @param bytes what is stored
 * @param checksum CRC-32C of the bytes
 * @param nulls how many rows are null
 * @param bounds the least and the greatest value, if they have an order and there is one
 * @param size bytes that the values took before they were encoded
 */
public record EncodedColumn(byte[] bytes, int checksum, int nulls, Optional<Bounds> bounds, long size) {
    /** What a manifest says of it. */
    public Chunk chunk(int column) {
        return new Chunk(column, bytes.length, checksum, nulls, bounds, size);
    }
}
