package dev.kiln.engine.analysis;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.memory.TaskMemoryManager;
import org.apache.spark.rdd.RDD;
import scala.Function2;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Runs jobs of narrow RDDs on the thread that submits them, one partition after the other, each inside a task context
 * of its own. Jobs that need a shuffle are refused.
 */
final class CallingThreadJobs {
    private final EmbeddedSparkContext context;
    private final AtomicLong taskIds = new AtomicLong();

    CallingThreadJobs(EmbeddedSparkContext context) {
        this.context = context;
    }

    <T, U> void run(
            RDD<T> rdd,
            Function2<TaskContext, Iterator<T>, U> task,
            Seq<Object> partitions,
            Function2<Object, U, BoxedUnit> onResult) {
        requireNarrow(rdd);
        Partition[] parts = rdd.partitions();
        int position = 0;
        for (Object partition : CollectionConverters.asJava(partitions)) {
            U result = runPartition(rdd, parts[(Integer) partition], parts.length, task);
            onResult.apply(position++, result);
        }
    }

    private <T, U> U runPartition(
            RDD<T> rdd, Partition partition, int numPartitions, Function2<TaskContext, Iterator<T>, U> task) {
        long taskId = taskIds.getAndIncrement();
        TaskMemoryManager memory = new TaskMemoryManager(SparkEnv.get().memoryManager(), taskId);
        TaskContextImpl taskContext = new TaskContextImpl(
                rdd.id(),
                0,
                partition.index(),
                taskId,
                0,
                numPartitions,
                memory,
                copyOf(context.getLocalProperties()),
                null,
                TaskMetrics.empty(),
                1,
                Map$.MODULE$.empty());
        OperationScope scope = OperationScope.current();
        scope.started(taskContext);
        TaskContext outer = TaskContext.get();
        TaskContext$.MODULE$.setTaskContext(taskContext);
        Throwable failure = null;
        try {
            return task.apply(taskContext, rdd.iterator(partition, taskContext));
        } catch (Throwable e) {
            failure = e;
            taskContext.markTaskFailed(e);
            throw e;
        } finally {
            try {
                taskContext.markTaskCompleted(Option.apply(failure));
            } finally {
                scope.ended(taskContext);
                memory.cleanUpAllAllocatedMemory();
                restore(outer);
            }
        }
    }

    private static void restore(TaskContext outer) {
        if (outer == null) {
            TaskContext$.MODULE$.unset();
        } else {
            TaskContext$.MODULE$.setTaskContext(outer);
        }
    }

    private static Properties copyOf(Properties properties) {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    private static void requireNarrow(RDD<?> rdd) {
        for (Dependency<?> dependency : CollectionConverters.asJava(rdd.dependencies())) {
            if (!(dependency instanceof NarrowDependency)) {
                throw Refusals.unsupported(
                        "job.shuffle", "a job of Spark's own code needs a shuffle, which the embedded engine has not");
            }
            requireNarrow(dependency.rdd());
        }
    }
}
