package dev.kiln.engine.tables;

import dev.kiln.engine.interop.SparkTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import scala.collection.AbstractIterator;

/** The rows of one input partition, read within a task. Ends the task at the last row, at an error, or when closed. */
final class PartitionRows extends AbstractIterator<InternalRow> implements AutoCloseable {
    private final SparkTask task;
    private final PartitionReader<InternalRow> reader;
    private final ProjectingInternalRow wanted;
    private boolean fetched;
    private boolean closed;

    PartitionRows(
            SparkTask task, PartitionReaderFactory readers, InputPartition partition, ProjectingInternalRow wanted) {
        this.task = task;
        this.reader = task.run(() -> readers.createReader(partition));
        this.wanted = wanted;
    }

    @Override
    public boolean hasNext() {
        if (closed || task.isEnded()) {
            return false;
        }
        if (!fetched) {
            fetched = task.run(() -> advance(reader));
            if (!fetched) {
                close();
            }
        }
        return fetched;
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        fetched = false;
        wanted.project(task.run(reader::get));
        return wanted;
    }

    /** The next value of a reader is there. */
    static boolean advance(PartitionReader<?> reader) {
        try {
            return reader.next();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Closes a reader and ends its task. */
    static void close(PartitionReader<?> reader, SparkTask task) {
        try (task) {
            reader.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            close(reader, task);
        }
    }
}
