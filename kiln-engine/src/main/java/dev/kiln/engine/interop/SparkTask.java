package dev.kiln.engine.interop;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.memory.TaskMemoryManager;
import org.apache.spark.sql.internal.SQLConf;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * The context in which readers expect to run: that of one task of Spark. Any thread may make a step in it, one at a time. A
 * step that fails ends the task.
 */
public final class SparkTask implements AutoCloseable {
    private static final AtomicLong TASK_IDS = new AtomicLong();

    private final SQLConf conf;
    private final TaskMemoryManager memory;
    private final TaskContextImpl context;
    private boolean ended;

    /**
     * @param stage a number that tasks of one scan share
     * @param partition which part the task reads
     * @param partitions how many there are
     */
    public SparkTask(int stage, int partition, int partitions, SQLConf conf) {
        this.conf = conf;
        long taskId = TASK_IDS.getAndIncrement();
        this.memory = new TaskMemoryManager(SparkEnv.get().memoryManager(), taskId);
        this.context = new TaskContextImpl(
                stage,
                0,
                partition,
                taskId,
                0,
                partitions,
                memory,
                new Properties(),
                null,
                TaskMetrics.empty(),
                1,
                Map$.MODULE$.empty());
    }

    public TaskContext context() {
        return context;
    }

    /** Makes a step on the calling thread, under the settings of the session that reads. */
    public <T> T run(Supplier<T> step) {
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

    /** Whether the task is over: closed, or failed. */
    public boolean isEnded() {
        return ended;
    }

    /** Ends the task and releases what its code holds. Idempotent. */
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
}
