package dev.kiln.connector.write;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Appends a task's rows. */
final class RowWriter implements DataWriter<InternalRow> {
    private final BucketWriter writer;

    RowWriter(BucketWriter writer) {
        this.writer = writer;
    }

    @Override
    public void write(InternalRow row) {
        writer.append(row);
    }

    @Override
    public WriterCommitMessage commit() {
        return new TaskMessage(new WriteOutcome(writer.finish(), List.of()));
    }

    /** What was uploaded is collected by the store: it was never committed. */
    @Override
    public void abort() {}

    @Override
    public void close() {}

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return WriteMetrics.of(writer);
    }
}
