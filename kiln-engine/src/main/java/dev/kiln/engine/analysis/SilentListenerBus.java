package dev.kiln.engine.analysis;

import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.LiveListenerBus;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerInterface;

/** Drops every event and listener. Spark's bus, while it is not started, would keep them for ever. */
final class SilentListenerBus extends LiveListenerBus {
    SilentListenerBus(SparkConf conf) {
        super(conf);
    }

    @Override
    public void addToSharedQueue(SparkListenerInterface listener) {
        // dropped
    }

    @Override
    public void addToManagementQueue(SparkListenerInterface listener) {
        // dropped
    }

    @Override
    public void addToStatusQueue(SparkListenerInterface listener) {
        // dropped
    }

    @Override
    public void addToEventLogQueue(SparkListenerInterface listener) {
        // dropped
    }

    @Override
    public void addToQueue(SparkListenerInterface listener, String queue) {
        // dropped
    }

    @Override
    public synchronized void removeListener(SparkListenerInterface listener) {
        // none is held
    }

    @Override
    public void post(SparkListenerEvent event) {
        // dropped
    }

    @Override
    public void waitUntilEmpty() {
        // always empty
    }
}
