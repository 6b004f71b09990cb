package dev.kiln.connector.write;

import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.snapshot.Commit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Rows that come to those of a row table, or instead of them.
 *
 * @param action what is done with rows whose keys are there already
 * @param replacesAll whether all others go first
 */
record RowAppend(RowAction action, boolean replacesAll) implements StoreWrite.Ending {
    @Override
    public void commit(OpenWrite write, List<WriteOutcome> outcomes, Optional<Commit.Epoch> epoch) {
        write.rows(
                outcomes.stream()
                        .flatMap(outcome -> outcome.added().stream())
                        .map(added -> new RowCommit.Change(action, added.bucket(), added.batch()))
                        .toList(),
                replacesAll,
                epoch);
    }

    @Override
    public String toString() {
        return replacesAll ? "overwrite" : action.name().toLowerCase(Locale.ROOT);
    }
}
