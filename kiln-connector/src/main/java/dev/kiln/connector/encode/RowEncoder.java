package dev.kiln.connector.encode;

import dev.kiln.store.batch.BatchBuilder;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Collects rows of one bucket until they are a batch. Reusable; not safe for use by several threads. */
public final class RowEncoder {
    /** Sizes are added up over all columns, so they are asked for once in so many rows. */
    private static final int ROWS_PER_LOOK = 256;

    private final BatchBuilder builder;
    private final Appender[] appenders;
    private long bytes;

    /**
     * An encoder without rows.
     *
     * @param columns of the table
     * @param schema the same columns as Spark has them, in the order of the rows
     */
    public RowEncoder(List<Column> columns, StructType schema, Compression compression) {
        builder = new BatchBuilder(columns, compression);
        StructField[] fields = schema.fields();
        appenders = new Appender[fields.length];
        for (int i = 0; i < fields.length; i++) {
            appenders[i] = Appenders.of(fields[i].dataType(), builder.column(i));
        }
    }

    /**
     * Adds a row.
     *
     * @param first where the row's columns begin in what is given
     */
    public void append(SpecializedGetters row, int first) {
        for (int i = 0; i < appenders.length; i++) {
            appenders[i].append(row, first + i);
        }
        if (builder.rows() % ROWS_PER_LOOK == 0) {
            bytes = builder.bytes();
        }
    }

    /** How many rows were added since the last batch. */
    public int rows() {
        return builder.rows();
    }

    /** How large they are, within some hundred rows. */
    public long bytes() {
        return bytes;
    }

    /** Makes a batch of the rows, of which there must be some. */
    public EncodedBatch finish(BatchId id) {
        bytes = 0;
        return builder.finish(id);
    }
}
