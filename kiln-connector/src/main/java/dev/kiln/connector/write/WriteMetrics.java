package dev.kiln.connector.write;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a write counts. Spark makes an object of each class to add the tasks' numbers up. */
public final class WriteMetrics {
    private WriteMetrics() {}

    public static CustomMetric[] all() {
        return new CustomMetric[] {new BytesWritten(), new BatchesWritten()};
    }

    /** The numbers of a task. */
    public static CustomTaskMetric[] of(BucketWriter writer) {
        return new CustomTaskMetric[] {
            new Value(BytesWritten.NAME, writer.bytes()), new Value(BatchesWritten.NAME, writer.batches())
        };
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    /** Encoded bytes that were uploaded. */
    public static final class BytesWritten extends CustomSumMetric {
        static final String NAME = "kilnBytesWritten";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "bytes written to the store";
        }
    }

    /** Batches that were uploaded. */
    public static final class BatchesWritten extends CustomSumMetric {
        static final String NAME = "kilnBatchesWritten";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "batches written";
        }
    }
}
