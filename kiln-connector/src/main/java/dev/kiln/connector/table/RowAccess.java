package dev.kiln.connector.table;

import dev.kiln.connector.relation.RowPlace;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.row.RowDelete;
import dev.kiln.connector.row.RowScanBuilder;
import dev.kiln.connector.row.RowTableChange;
import dev.kiln.connector.write.StoreWriteBuilder;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Row tables. */
record RowAccess(StoreRelation relation) implements TableAccess {
    @Override
    public ScanBuilder scan() {
        return new RowScanBuilder(relation);
    }

    @Override
    public WriteBuilder write(LogicalWriteInfo info) {
        return new StoreWriteBuilder(relation, info);
    }

    @Override
    public RowLevelOperation change(RowLevelOperation.Command command) {
        return new RowTableChange(relation, command);
    }

    @Override
    public boolean canDelete(Predicate[] predicates) {
        return RowDelete.of(relation, predicates).isPresent();
    }

    @Override
    public void delete(Predicate[] predicates) {
        RowDelete.of(relation, predicates)
                .orElseThrow(() -> new IllegalStateException("Rows have to be read for this DELETE"))
                .run();
    }

    @Override
    public void truncate() {
        RowDelete.everything(relation);
    }

    @Override
    public List<String> places() {
        return List.of(RowPlace.CHECKSUM);
    }
}
