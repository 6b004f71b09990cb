package dev.kiln.conformance.differential;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** What a server answered. */
record Answer(StructType schema, List<Row> rows) {

    /** All rows of a data frame, and the schema that the server gives for it without running it. */
    static Answer of(Dataset<?> frame) {
        Dataset<Row> rows = frame.toDF();
        return new Answer(rows.schema(), rows.collectAsList());
    }

    /** Rows that an action handed out, and the schema of the data frame it ran on. */
    static Answer of(Dataset<Row> frame, Object rows) {
        return new Answer(frame.schema(), List.of((Row[]) rows));
    }

    /** Values that are not rows, such as those of statistics. */
    static Answer ofValues(Object... values) {
        return new Answer(new StructType(), List.of(RowFactory.create(values)));
    }
}
