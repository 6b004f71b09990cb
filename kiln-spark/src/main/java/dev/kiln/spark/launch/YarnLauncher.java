package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import java.util.Map;

/**
 * Starts drivers whose executors are containers of YARN, after a look whether that can be known to fail.
 *
 * @param launcher of the deploy mode
 */
record YarnLauncher(DriverLauncher launcher) implements DriverLauncher {
    @Override
    public Map<String, String> properties() {
        return launcher.properties();
    }

    @Override
    public LaunchedDriver launch(DriverSpec spec) {
        if (!spec.distribution().hasJar("spark-yarn_")) {
            throw new SparkSetupException("the Spark distribution '"
                    + spec.distribution().name() + "' knows nothing of YARN: it has no spark-yarn_*.jar; add a whole"
                    + " download of Spark with 'kiln engine add NAME DIR', and set kiln.spark.distribution to NAME");
        }
        if (spec.hadoopConfiguration().isEmpty()) {
            throw new SparkSetupException("nothing says where YARN is: set kiln.spark.hadoopConf, or HADOOP_CONF_DIR in"
                    + " Kiln's environment, to the directory with yarn-site.xml and core-site.xml");
        }
        return launcher.launch(spec);
    }
}
