package dev.kiln.engine.translate.aggregate;

import org.apache.spark.sql.types.DataType;

/** DISTINCT over values that DuckDB compares in another way than Spark. */
final class Distinctness {
    private Distinctness() {}

    /** Notes the refusal. */
    static void refuse(DataType type, AggregateInput input) {
        input.scope()
                .assembly()
                .refuse("aggregate.distinct", "DISTINCT aggregates over type " + type.sql() + " are not supported.");
    }
}
