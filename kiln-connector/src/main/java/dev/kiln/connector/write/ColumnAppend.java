package dev.kiln.connector.write;

import dev.kiln.store.snapshot.Commit;
import java.util.List;
import java.util.Optional;

/**
 * Rows that come to those of a column table, or instead of them.
 *
 * @param replacesAll whether all others go
 */
record ColumnAppend(boolean replacesAll) implements StoreWrite.Ending {
    @Override
    public void commit(OpenWrite write, List<WriteOutcome> outcomes, Optional<Commit.Epoch> epoch) {
        write.append(outcomes, replacesAll, epoch);
    }

    @Override
    public String toString() {
        return replacesAll ? "overwrite" : "append";
    }
}
