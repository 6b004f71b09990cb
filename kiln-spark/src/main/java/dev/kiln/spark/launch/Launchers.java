package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.master.Master;

/** Which launcher serves which master and deploy mode. */
final class Launchers {
    private Launchers() {}

    /** @throws SparkSetupException if there is none, saying what to do instead */
    static DriverLauncher of(EngineProfile profile) {
        boolean cluster = profile.deployMode() == DeployMode.CLUSTER;
        Master master = profile.master();
        if (master instanceof Master.Local || master instanceof Master.LocalCluster) {
            if (cluster) {
                throw new SparkSetupException("with " + master.url() + " the driver is all there is of the cluster;"
                        + " set kiln.spark.deployMode to client");
            }
            return new ClientModeLauncher();
        }
        if (master instanceof Master.Standalone standalone) {
            return cluster ? new StandaloneLauncher(standalone) : new ClientModeLauncher();
        }
        if (master instanceof Master.Yarn) {
            return new YarnLauncher(cluster ? new YarnClusterLauncher() : new ClientModeLauncher());
        }
        if (master instanceof Master.Kubernetes) {
            return new KubernetesLauncher(cluster ? new KubernetesClusterLauncher() : new ClientModeLauncher());
        }
        throw new SparkSetupException("engines on " + master.url() + " in " + (cluster ? "cluster" : "client")
                + " mode are not supported yet");
    }
}
