package dev.kiln.connector.catalog;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.table.StoreTable;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.StagedTable;

/**
 * A table that CREATE TABLE AS fills before anybody sees it: it has a name that is not listed until it is complete, and
 * then takes its own. What it replaces is there until then. If its driver is killed, the store drops it after a day.
 */
final class StagedStoreTable extends StoreTable implements StagedTable {
    /** What hidden names begin with. */
    static final String HIDDEN = "__kiln_staged_";

    /** How long it may take to fill one. */
    static final Duration LONGEST = Duration.ofDays(1);

    private final StoreRelation staged;
    private final TableName name;
    private final boolean replaces;

    StagedStoreTable(String shown, StoreRelation staged, TableName name, boolean replaces) {
        super(shown, staged);
        this.staged = staged;
        this.name = name;
        this.replaces = replaces;
    }

    @Override
    public void commitStagedChanges() {
        TableSpec complete =
                TableAlteration.kept(TableAlteration.rename(staged.table().spec(), name));
        if (replaces) {
            staged.store().replace(staged.table(), complete);
        } else {
            staged.store().alter(staged.table(), complete);
        }
    }

    @Override
    public void abortStagedChanges() {
        drop(staged);
    }

    /** Drops a table if it is there. */
    static void drop(StoreRelation staged) {
        try {
            staged.store().drop(staged.table().spec().name());
        } catch (StoreException e) {
            if (e.condition() != StoreCondition.TABLE_NOT_FOUND) {
                throw e;
            }
        }
    }

    static Optional<Table> find(Store store, TableName name) {
        try {
            return Optional.of(store.table(name));
        } catch (StoreException e) {
            if (e.condition() == StoreCondition.TABLE_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
