package dev.kiln.connector.write;

import dev.kiln.connector.relation.StoreRelation;
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
        return new StoreWrite(relation, replacesAll, info.queryId());
    }
}
