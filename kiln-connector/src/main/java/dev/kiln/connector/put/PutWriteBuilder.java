package dev.kiln.connector.put;

import dev.kiln.connector.relation.StoreRelation;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Begins a put. */
public record PutWriteBuilder(StoreRelation relation, LogicalWriteInfo info) implements WriteBuilder {
    private static final String OPTION = "put";

    /** Whether a write's options ask for a put. */
    public static boolean isAskedFor(LogicalWriteInfo info) {
        return info.options().getBoolean(OPTION, false);
    }

    @Override
    public Write build() {
        return new PutWrite(relation, info.queryId());
    }
}
