package dev.kiln.engine.tables;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;

/** A table that keeps nothing of what is written to it but how the writes end. */
public final class SinkTable implements SupportsWrite {
    /** How writes ended, and their tasks. */
    public static final List<String> ENDS = new CopyOnWriteArrayList<>();

    private static volatile CountDownLatch written = new CountDownLatch(1);

    /** Forgets earlier writes, and returns what is counted down by the first row of the next one. */
    public static CountDownLatch next() {
        ENDS.clear();
        written = new CountDownLatch(1);
        return written;
    }

    @Override
    public String name() {
        return "sink";
    }

    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
        return new StructType().add("id", "bigint");
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_WRITE);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new Builder();
    }

    private static final class Builder implements WriteBuilder, Write {
        @Override
        public Write build() {
            return this;
        }

        @Override
        public BatchWrite toBatch() {
            return new Job();
        }
    }

    private static final class Job implements BatchWrite {
        @Override
        public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
            return (partition, task) -> new Writer();
        }

        @Override
        public void commit(WriterCommitMessage[] messages) {
            ENDS.add("committed");
        }

        @Override
        public void abort(WriterCommitMessage[] messages) {
            ENDS.add("aborted");
        }
    }

    private record Done(long rows) implements WriterCommitMessage {}

    private static final class Writer implements DataWriter<InternalRow> {
        private long rows;

        @Override
        public void write(InternalRow row) {
            rows++;
            written.countDown();
        }

        @Override
        public WriterCommitMessage commit() {
            ENDS.add("task committed");
            return new Done(rows);
        }

        @Override
        public void abort() {
            ENDS.add("task aborted");
        }

        @Override
        public void close() {}
    }
}
