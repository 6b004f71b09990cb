package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import java.util.Map;

/** Starts drivers on one kind of cluster manager, in one deploy mode. */
interface DriverLauncher {
    /** Settings of Spark that this way of launching needs; they win over those of users. */
    Map<String, String> properties();

    /**
     * Starts a driver and returns at once, before it has reported. What was started before a failure has been ended.
     *
     * @throws SparkSetupException if it is known not to start
     */
    LaunchedDriver launch(DriverSpec spec);
}
