package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import java.util.Map;

/**
 * Starts drivers whose executors are pods of Kubernetes, after a look whether that can be known to fail.
 *
 * @param launcher of the deploy mode
 */
record KubernetesLauncher(DriverLauncher launcher) implements DriverLauncher {
    private static final String IMAGE = "spark.kubernetes.container.image";

    @Override
    public Map<String, String> properties() {
        return launcher.properties();
    }

    @Override
    public LaunchedDriver launch(DriverSpec spec) {
        if (!spec.distribution().hasJar("spark-kubernetes_")) {
            throw new SparkSetupException("the Spark distribution '"
                    + spec.distribution().name()
                    + "' knows nothing of Kubernetes: it has no spark-kubernetes_*.jar; add"
                    + " a whole download of Spark with 'kiln engine add NAME DIR', and set kiln.spark.distribution to"
                    + " NAME");
        }
        boolean named = spec.properties().keySet().stream()
                .anyMatch(key -> key.equals(IMAGE) || key.equals("spark.kubernetes.executor.container.image"));
        if (!named) {
            throw new SparkSetupException("nothing says which image the pods have: set " + IMAGE
                    + " to an image with Spark " + spec.distribution().sparkVersion());
        }
        return launcher.launch(spec);
    }
}
