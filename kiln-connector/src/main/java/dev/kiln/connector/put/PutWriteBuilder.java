package dev.kiln.connector.put;

import dev.kiln.connector.relation.StoreRelation;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Begins a put. */
public record PutWriteBuilder(StoreRelation relation, LogicalWriteInfo info) implements WriteBuilder {
    @Override
    public Write build() {
        return new PutWrite(relation, info.queryId());
    }
}
