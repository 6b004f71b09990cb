package dev.kiln.connector.catalog;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.table.StoreTable;
import org.apache.spark.sql.connector.catalog.StagedTable;

/** A row table that CREATE TABLE AS fills. It has its name from the beginning, and goes again if the query fails. */
final class StagedRowTable extends StoreTable implements StagedTable {
    private final StoreRelation staged;

    StagedRowTable(String shown, StoreRelation staged) {
        super(shown, staged);
        this.staged = staged;
    }

    @Override
    public void commitStagedChanges() {
        // Its rows were committed by the write.
    }

    @Override
    public void abortStagedChanges() {
        StagedStoreTable.drop(staged);
    }
}
