package dev.kiln.engine.analysis;

import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.DAGScheduler;
import org.objenesis.ObjenesisStd;

/** A scheduler that has no jobs: Spark tells it when a query has ended. Made without its constructor. */
final class NoScheduler extends DAGScheduler {
    NoScheduler(SparkContext context) {
        super(context);
        throw new AssertionError("instances are made by create()");
    }

    static NoScheduler create() {
        return new ObjenesisStd().newInstance(NoScheduler.class);
    }

    @Override
    public void cleanupQueryJobs(long executionId) {
        // there are none
    }
}
