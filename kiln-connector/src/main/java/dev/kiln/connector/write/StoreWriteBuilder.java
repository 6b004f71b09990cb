package dev.kiln.connector.write;

import dev.kiln.connector.put.PutWrite;
import dev.kiln.connector.relation.StoreRelation;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Collects what a write is to do. */
public final class StoreWriteBuilder implements SupportsTruncate {
    /** The option of a write whose rows take the place of those with the same key. */
    private static final String PUT = "put";

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
        if (info.options().getBoolean(PUT, false)) {
            return new PutWrite(relation, info.queryId());
        }
        return new StoreWrite(relation, replacesAll, info.queryId());
    }
}
