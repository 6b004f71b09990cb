package dev.kiln.store.server;

import dev.kiln.store.snapshot.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same rows in another batch.
 *
 * @param from the batches that have them now
 * @param to the batch, which was uploaded
 */
record Rewrite(int bucket, List<Batch> from, Batch to) {
    Rewrite {
        from = List.copyOf(from);
    }

    /**
     * The bucket's batches afterwards; nothing if another commit has changed those that go.
     *
     * @param version of the table that will have it
     */
    Optional<Head.Manifest> of(Head.Manifest old, long version) {
        List<Head.Entry> entries = new ArrayList<>();
        int found = 0;
        for (Head.Entry entry : old.entries()) {
            if (!from.contains(entry.batch())) {
                entries.add(entry);
            } else if (found++ == 0) {
                entries.add(new Head.Entry(to, version));
            }
        }
        return found == from.size() ? Optional.of(new Head.Manifest(entries)) : Optional.empty();
    }
}
