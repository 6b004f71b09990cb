package dev.kiln.store.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * A batch that a snapshot has.
 *
 * @param id the batch
 * @param rows how many rows were written, deleted ones included
 * @param chunks one per column that the table had when the batch was written
 * @param deletes the rows that are gone
 */
public record Batch(BatchId id, int rows, List<Chunk> chunks, Optional<Deletes> deletes) {
    public Batch {
        if (rows < 1) {
            throw new IllegalArgumentException("A batch has rows");
        }
        chunks = List.copyOf(chunks);
    }

    /**
     * Rows of a batch that are gone.
     *
     * @param list names the list for ever, as batches are named: the write that made it, and which of that write's
     *     lists and batches it is; two tasks never share a name. Each list is complete
     * @param rows how many
     */
    public record Deletes(BatchId list, int rows) {}

    /** How many bytes the rows took before they were encoded, deleted ones included. */
    public long size() {
        return chunks.stream().mapToLong(Chunk::size).sum();
    }

    /** How many rows a reader sees. */
    public int liveRows() {
        return rows - deletes.map(Deletes::rows).orElse(0);
    }
}
