package dev.kiln.engine.analysis;

import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.DAGScheduler;
import org.apache.spark.scheduler.DAGSchedulerEventProcessLoop;
import org.objenesis.ObjenesisStd;

/**
 * A scheduler that has no jobs: Spark tells it when a query has ended, and asks for its event thread, which is none.
 * Made without its constructor.
 */
final class NoScheduler extends DAGScheduler {
    private static final DAGSchedulerEventProcessLoop EVENTS = new ObjenesisStd().newInstance(NoEvents.class);

    NoScheduler(SparkContext context) {
        super(context);
        throw new AssertionError("instances are made by create()");
    }

    static NoScheduler create() {
        return new ObjenesisStd().newInstance(NoScheduler.class);
    }

    @Override
    public DAGSchedulerEventProcessLoop eventProcessLoop() {
        return EVENTS;
    }

    @Override
    public void cleanupQueryJobs(long executionId) {
        // there are none
    }

    /** Its thread exists for comparison with the current one only and is never started. */
    static final class NoEvents extends DAGSchedulerEventProcessLoop {
        private static final Thread NEVER_STARTED = new Thread("kiln-no-scheduler");

        NoEvents(DAGScheduler scheduler) {
            super(scheduler);
            throw new AssertionError("instances are made without a constructor");
        }

        @Override
        public Thread eventThread() {
            return NEVER_STARTED;
        }
    }
}
