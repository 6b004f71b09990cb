package dev.kiln.store.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How values are cut into entries: an entry has to fit into a segment of the log, and large ones keep everything behind
 * them waiting.
 *
 * @param parts what a batch or a list of deleted rows consists of
 */
record Pieces(List<Part> parts) {
    /** The item of a list of deleted rows; columns have their ids. */
    static final int DELETES = -1;

    private static final int MOST_BYTES = 4 << 20;

    Pieces {
        parts = List.copyOf(parts);
    }

    /**
     * A column's bytes, or a list's.
     *
     * @param item a column's id, or {@link #DELETES}
     */
    record Part(int item, int bytes) {
        List<PieceKey> keys(BatchKey batch) {
            List<PieceKey> keys = new ArrayList<>();
            for (int piece = 0; piece == 0 || (long) piece * MOST_BYTES < bytes; piece++) {
                keys.add(new PieceKey(batch, item, piece));
            }
            return keys;
        }
    }

    Optional<Part> part(int item) {
        return parts.stream().filter(part -> part.item() == item).findFirst();
    }

    static void cut(BatchKey batch, int item, byte[] value, Map<PieceKey, byte[]> into) {
        List<PieceKey> keys = new Part(item, value.length).keys(batch);
        for (int i = 0; i < keys.size(); i++) {
            int from = i * MOST_BYTES;
            into.put(
                    keys.get(i),
                    keys.size() == 1
                            ? value
                            : Arrays.copyOfRange(value, from, Math.min(value.length, from + MOST_BYTES)));
        }
    }

    /** @return nothing if a piece is missing */
    static Optional<byte[]> join(BatchKey batch, Part part, Map<PieceKey, byte[]> pieces) {
        List<PieceKey> keys = part.keys(batch);
        if (!pieces.keySet().containsAll(keys)) {
            return Optional.empty();
        }
        if (keys.size() == 1) {
            return Optional.of(pieces.get(keys.get(0)));
        }
        byte[] value = new byte[part.bytes()];
        int at = 0;
        for (PieceKey key : keys) {
            byte[] piece = pieces.get(key);
            System.arraycopy(piece, 0, value, at, piece.length);
            at += piece.length;
        }
        return Optional.of(value);
    }
}
