package dev.kiln.engine.analysis;

import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.OutputCommitCoordinator;

/** Lets every task commit what it wrote: there is one attempt of each, on the thread that runs the command. */
final class LoneWriter extends OutputCommitCoordinator {
    LoneWriter(SparkConf conf) {
        super(conf, true);
    }

    @Override
    public boolean canCommit(int stage, int stageAttempt, int partition, int attemptNumber) {
        return true;
    }
}
