package dev.kiln.connector.write;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.row.RowAction;
import java.util.Map;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Collects what a write is to do. */
public final class StoreWriteBuilder implements SupportsTruncate {
    private final StoreRelation relation;
    private final LogicalWriteInfo info;
    private boolean replacesAll;

    public StoreWriteBuilder(StoreRelation relation, LogicalWriteInfo info) {
        this.relation = relation;
        this.info = info;
    }

    @Override
    public WriteBuilder truncate() {
        replacesAll = true;
        return this;
    }

    @Override
    public Write build() {
        boolean put = WriteOptions.isPut(info.options());
        if (put && replacesAll) {
            throw refused("rows can't replace all others and those with equal keys");
        }
        if (relation.isRows()) {
            RowAction action = put ? RowAction.PUT : RowAction.INSERT;
            return new StoreWrite(relation, new RowAppend(action, replacesAll), info.queryId());
        }
        return new StoreWrite(relation, new ColumnAppend(replacesAll), info.queryId());
    }

    private static StoreException refused(String why) {
        return new StoreException(
                StoreCondition.INVALID_OPTION,
                "The option " + WriteOptions.PUT + " can't be true: " + why,
                Map.of("option", WriteOptions.PUT));
    }
}
