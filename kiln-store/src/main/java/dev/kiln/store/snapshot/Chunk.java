package dev.kiln.store.snapshot;

import java.util.Optional;

/**
 * What is known of one column in one batch without reading it.
 *
 * @param column the column's id
 * @param bytes encoded and compressed size
 * @param checksum CRC-32C of those bytes
 * @param nulls how many values are null
 * @param bounds the least and the greatest value, if the type has an order and some value is not null
 * @param size bytes that the values took before they were encoded
 */
public record Chunk(int column, int bytes, int checksum, int nulls, Optional<Bounds> bounds, long size) {}
