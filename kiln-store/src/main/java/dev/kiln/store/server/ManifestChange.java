package dev.kiln.store.server;

import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.table.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a commit makes of a bucket's batches.
 *
 * @param base the version that the commit was worked out from
 * @param version the version that it makes
 */
record ManifestChange(TableName table, long base, long version) {
    /** @throws dev.kiln.store.StoreException {@code COMMIT_CONFLICT} if another commit has changed what this one changes */
    Head.Manifest apply(Head.Manifest old, Commit.BucketChange change) {
        Set<BatchId> removed = new HashSet<>(change.removed());
        Map<BatchId, Commit.DeletedRows> deleted = new HashMap<>();
        for (Commit.DeletedRows rows : change.deleted()) {
            deleted.put(rows.batch(), rows);
        }
        List<Head.Entry> entries = new ArrayList<>();
        for (Head.Entry entry : old.entries()) {
            BatchId id = entry.batch().id();
            Commit.@Nullable DeletedRows rows = deleted.remove(id);
            if (removed.remove(id)) {
                if (entry.since() > base) {
                    throw Failures.conflict(table, change.bucket(), "rows that this write replaces have changed");
                }
            } else if (rows != null) {
                if (!entry.batch().deletes().map(Batch.Deletes::list).equals(rows.before())) {
                    throw Failures.conflict(table, change.bucket(), "rows of the same batch were deleted");
                }
                entries.add(new Head.Entry(
                        new Batch(id, entry.batch().rows(), entry.batch().chunks(), Optional.of(rows.after())),
                        version));
            } else {
                entries.add(entry);
            }
        }
        if (!removed.isEmpty() || !deleted.isEmpty()) {
            throw Failures.conflict(table, change.bucket(), "batches that this write changes are gone");
        }
        change.added().forEach(batch -> entries.add(new Head.Entry(batch, version)));
        return new Head.Manifest(entries);
    }
}
