package dev.kiln.store;

import java.util.List;
import java.util.Optional;

/**
 * The bytes of a batch, as they were uploaded.
 *
 * @param columns in the order they were asked for; empty where the batch was written before the column was added
 * @param deletes the list of deleted rows, if one was asked for
 * @param servedBy the member that the bytes came from
 */
public record StoredBatch(List<Optional<byte[]>> columns, Optional<byte[]> deletes, Member servedBy) {}
