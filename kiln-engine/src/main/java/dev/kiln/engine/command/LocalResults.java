package dev.kiln.engine.command;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.kiln.engine.analysis.ArrowBatchConsumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.arrow.ArrowConverters;
import org.apache.spark.sql.execution.arrow.ArrowConverters$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/** Turns rows that are at hand, such as those of commands, into Arrow batches. */
final class LocalResults {
    /** Well under the size that clients accept for one message; the estimate of a batch may be off. */
    private static final long MAX_BATCH_BYTES = (long) (128 * 1024 * 1024 * 0.7);

    private LocalResults() {}

    /** Delivers at least one batch. */
    static void stream(Seq<InternalRow> rows, StructType schema, SQLConf conf, ArrowBatchConsumer consumer) {
        String timeZone = conf.sessionLocalTimeZone();
        boolean largeVarTypes = conf.arrowUseLargeVarTypes();
        if (rows.isEmpty()) {
            consumer.accept(
                    wrap(ArrowConverters$.MODULE$.createEmptyArrowBatch(schema, timeZone, false, largeVarTypes)), 0);
            return;
        }
        ArrowConverters.ArrowBatchWithSchemaIterator batches = ArrowConverters$.MODULE$.toBatchWithSchemaIterator(
                rows.iterator(),
                schema,
                conf.arrowMaxRecordsPerBatch(),
                MAX_BATCH_BYTES,
                timeZone,
                false,
                largeVarTypes);
        try {
            while (batches.hasNext()) {
                byte[] batch = batches.next();
                consumer.accept(wrap(batch), batches.rowCountInLastBatch());
            }
        } finally {
            batches.close();
        }
    }

    private static ByteString wrap(byte[] bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
