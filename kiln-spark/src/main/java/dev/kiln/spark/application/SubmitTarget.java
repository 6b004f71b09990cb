package dev.kiln.spark.application;

import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.master.Master;

/** Where an application's work is done. */
public sealed interface SubmitTarget {
    /** In Spark processes that a cluster manager starts for it. */
    record OnMaster(Master master, ClusterManager manager, DeployMode mode) implements SubmitTarget {}

    /**
     * In a Spark Connect server that is there already.
     *
     * @param url such as {@code sc://host:15002}
     */
    record OnServer(String url) implements SubmitTarget {}
}
