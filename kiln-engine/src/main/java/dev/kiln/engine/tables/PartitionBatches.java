package dev.kiln.engine.tables;

import dev.kiln.engine.interop.SparkTask;
import dev.kiln.engine.translate.BatchCursor;
import java.util.Optional;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The columnar batches of one input partition, read within a task. */
final class PartitionBatches implements BatchCursor {
    private final SparkTask task;
    private final PartitionReader<ColumnarBatch> reader;
    private boolean closed;

    PartitionBatches(SparkTask task, PartitionReaderFactory readers, InputPartition partition) {
        this.task = task;
        this.reader = task.run(() -> readers.createColumnarReader(partition));
    }

    @Override
    public Optional<ColumnarBatch> next() {
        if (closed || task.isEnded()) {
            return Optional.empty();
        }
        return task.run(() -> PartitionRows.advance(reader) ? Optional.of(reader.get()) : Optional.empty());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            PartitionRows.close(reader, task);
        }
    }
}
