package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Has Kubernetes run drivers in pods. Spark's own submission makes pod, service and settings; the token and the secret are
 * in a Secret that belongs to the pod.
 */
final class KubernetesClusterLauncher implements DriverLauncher {
    private static final String POD_NAME = "spark.kubernetes.driver.pod.name";

    @Override
    public Map<String, String> properties() {
        return Map.of(
                "spark.submit.deployMode", "cluster",
                "spark.kiln.diesWithInput", "false",
                // The submitter goes on watching the pod.
                "spark.kubernetes.submission.waitAppCompletion", "true",
                "spark.kubernetes.report.interval", "60s");
    }

    @Override
    public LaunchedDriver launch(DriverSpec spec) {
        String upload = spec.properties().getOrDefault("spark.kubernetes.file.upload.path", "");
        if (upload.isBlank() && spec.agentUrl().startsWith("file:")) {
            throw new SparkSetupException("the driver's pod would not find Kiln's agent, " + spec.agentJar()
                    + ": copy it into the image and set kiln.spark.agentJar, to local:///opt/kiln-agent.jar for"
                    + " instance, or set spark.kubernetes.file.upload.path to where Spark can put it");
        }
        String pod = spec.engine() + "-driver";
        Map<String, String> properties = new TreeMap<>(spec.properties());
        properties.put(POD_NAME, pod);
        spec.secrets()
                .keySet()
                .forEach(name ->
                        properties.put("spark.kubernetes.driver.secretKeyRef." + name, pod + "-secret:" + name));
        Process submitter = Submitter.start(spec, properties, Submitter.SECRET_SUBMISSION);
        String namespace = properties.getOrDefault("spark.kubernetes.namespace", "default");
        EngineRecord.DriverPod record = new EngineRecord.DriverPod(
                namespace + ":" + pod,
                spec.profile().master().url(),
                spec.distribution().home(),
                spec.agentJar());
        return SubmittedDriver.of(submitter, spec, said -> Optional.of(record));
    }
}
