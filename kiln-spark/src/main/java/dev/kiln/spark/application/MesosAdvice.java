package dev.kiln.spark.application;

import dev.kiln.spark.master.Master;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What to say to someone who asks for Mesos, which Spark deprecated in 3.2 and removed in 4.0. */
final class MesosAdvice {
    private MesosAdvice() {}

    static String of(Master.Mesos master, Map<String, String> properties, Map<String, String> environment) {
        List<String> lines = new ArrayList<>();
        lines.add("Spark has had no support for Mesos since 4.0, so " + master.url() + " cannot be used."
                + " What comes nearest:");
        lines.add(
                "  --master spark://HOST:7077          a standalone cluster on the same machines: kiln cluster start-all");
        lines.add("  --master k8s://https://HOST:6443    Kubernetes");
        if (properties.getOrDefault("spark.mesos.coarse", "true").strip().equalsIgnoreCase("false")) {
            lines.add("Fine-grained mode (cores given and taken back task by task) becomes dynamic allocation:");
            lines.add("  --conf spark.dynamicAllocation.enabled=true"
                    + " --conf spark.dynamicAllocation.shuffleTracking.enabled=true");
        } else {
            lines.add("Coarse-grained mode (executors keep their cores to the end) is what both do of themselves;"
                    + " --total-executor-cores bounds it on standalone, --num-executors on Kubernetes.");
        }
        if (properties.containsKey("spark.executor.uri") || properties.containsKey("spark.mesos.executor.home")) {
            lines.add("spark.executor.uri and spark.mesos.executor.home: standalone workers bring their own Spark;"
                    + " on Kubernetes it is in --conf spark.kubernetes.container.image=IMAGE.");
        }
        if (environment.containsKey("MESOS_NATIVE_JAVA_LIBRARY")) {
            lines.add("MESOS_NATIVE_JAVA_LIBRARY is not needed any more.");
        }
        return String.join("\n", lines);
    }
}
