package dev.kiln.connector.table;

import dev.kiln.connector.change.BatchDelete;
import dev.kiln.connector.change.RowChange;
import dev.kiln.connector.put.PutWriteBuilder;
import dev.kiln.connector.read.StoreScanBuilder;
import dev.kiln.connector.relation.RowPlace;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.write.StoreWriteBuilder;
import dev.kiln.connector.write.WriteOptions;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Column tables. */
record ColumnAccess(StoreRelation relation) implements TableAccess {
    @Override
    public ScanBuilder scan() {
        return new StoreScanBuilder(relation, snapshot -> {});
    }

    @Override
    public WriteBuilder write(LogicalWriteInfo info) {
        return WriteOptions.isPut(info.options())
                ? new PutWriteBuilder(relation, info)
                : new StoreWriteBuilder(relation, info);
    }

    @Override
    public RowLevelOperation change(RowLevelOperation.Command command) {
        return new RowChange(relation, command);
    }

    @Override
    public boolean canDelete(Predicate[] predicates) {
        return BatchDelete.isPossible(relation, predicates);
    }

    @Override
    public void delete(Predicate[] predicates) {
        BatchDelete.run(relation, predicates);
    }

    @Override
    public void truncate() {
        BatchDelete.everything(relation);
    }

    @Override
    public List<String> places() {
        return RowPlace.NAMES;
    }
}
