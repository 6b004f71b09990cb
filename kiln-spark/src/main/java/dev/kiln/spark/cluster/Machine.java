package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import java.util.List;

/** A machine on which daemons of a standalone cluster run. */
public interface Machine {
    /**
     * Starts a master and waits until it takes applications.
     *
     * @throws SparkSetupException if that fails; then nothing is left running
     */
    Daemon startMaster(MasterSpec spec);

    /**
     * Starts a worker and waits until its master knows it.
     *
     * @throws SparkSetupException if that fails; then nothing is left running
     */
    Daemon startWorker(String masterUrl, WorkerSpec spec);

    /**
     * Ends the daemons of one role that were started from its home, with everything that they run.
     *
     * @return those that there were
     * @throws SparkSetupException if one of them cannot be ended
     */
    List<Daemon> stop(DaemonRole role);
}
