package dev.kiln.engine.files.read;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.memory.TaskMemoryManager;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.internal.SQLConf;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.collection.immutable.Map$;

/**
 * The rows of one partition, computed as a task of Spark would. Every step runs in the task's context, whichever thread
 * asks; one thread at a time. Ends the task at the last row, at an error, or when closed.
 */
final class TaskRows extends AbstractIterator<InternalRow> implements AutoCloseable {
    private static final AtomicLong TASK_IDS = new AtomicLong();

    private final SQLConf conf;
    private final TaskMemoryManager memory;
    private final TaskContextImpl context;
    private final Iterator<InternalRow> rows;
    private boolean ended;

    TaskRows(RDD<InternalRow> rdd, Partition partition, SQLConf conf) {
        this.conf = conf;
        long taskId = TASK_IDS.getAndIncrement();
        this.memory = new TaskMemoryManager(SparkEnv.get().memoryManager(), taskId);
        this.context = new TaskContextImpl(
                rdd.id(),
                0,
                partition.index(),
                taskId,
                0,
                rdd.getNumPartitions(),
                memory,
                new Properties(),
                null,
                TaskMetrics.empty(),
                1,
                Map$.MODULE$.empty());
        this.rows = inTask(() -> rdd.iterator(partition, context));
    }

    @Override
    public boolean hasNext() {
        if (ended) {
            return false;
        }
        boolean more = inTask(rows::hasNext);
        if (!more) {
            close();
        }
        return more;
    }

    @Override
    public InternalRow next() {
        return inTask(rows::next);
    }

    @Override
    public void close() {
        end(null);
    }

    private void end(@Nullable Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        try {
            context.markTaskCompleted(Option.apply(failure));
        } finally {
            memory.cleanUpAllAllocatedMemory();
        }
    }

    private <T> T inTask(Supplier<T> step) {
        TaskContext outer = TaskContext.get();
        TaskContext$.MODULE$.setTaskContext(context);
        try {
            return SQLConf.withExistingConf(conf, step::get);
        } catch (Throwable e) {
            end(e);
            throw e;
        } finally {
            if (outer == null) {
                TaskContext$.MODULE$.unset();
            } else {
                TaskContext$.MODULE$.setTaskContext(outer);
            }
        }
    }
}
