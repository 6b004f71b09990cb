package dev.kiln.store.server;

import java.util.Objects;
import org.apache.ignite.cache.affinity.AffinityKeyMapped;
import org.jspecify.annotations.Nullable;

/** Names a piece of one column of a batch, or of a list of deleted rows; see {@link Pieces}. */
public final class PieceKey {
    private final long table;

    @AffinityKeyMapped
    private final int bucket;

    private final long write;
    private final long sequence;
    private final int item;
    private final int piece;

    PieceKey(BatchKey batch, int item, int piece) {
        this.table = batch.table();
        this.bucket = batch.bucket();
        this.write = batch.id().write();
        this.sequence = batch.id().sequence();
        this.item = item;
        this.piece = piece;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PieceKey key
                && table == key.table
                && bucket == key.bucket
                && write == key.write
                && sequence == key.sequence
                && item == key.item
                && piece == key.piece;
    }

    @Override
    public int hashCode() {
        return Objects.hash(table, bucket, write, sequence, item, piece);
    }
}
