package dev.kiln.engine.files.read;

import dev.kiln.engine.interop.SparkTask;
import org.apache.spark.Partition;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.internal.SQLConf;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * The rows of one partition, computed as a task of Spark would. Every step runs in the task's context, whichever thread
 * asks; one thread at a time. Ends the task at the last row, at an error, or when closed.
 */
final class TaskRows extends AbstractIterator<InternalRow> implements AutoCloseable {
    private final SparkTask task;
    private final Iterator<InternalRow> rows;

    TaskRows(RDD<InternalRow> rdd, Partition partition, SQLConf conf) {
        this.task = new SparkTask(rdd.id(), partition.index(), rdd.getNumPartitions(), conf);
        this.rows = task.run(() -> rdd.iterator(partition, task.context()));
    }

    @Override
    public boolean hasNext() {
        if (task.isEnded()) {
            return false;
        }
        boolean more = task.run(rows::hasNext);
        if (!more) {
            close();
        }
        return more;
    }

    @Override
    public InternalRow next() {
        return task.run(rows::next);
    }

    @Override
    public void close() {
        task.close();
    }
}
