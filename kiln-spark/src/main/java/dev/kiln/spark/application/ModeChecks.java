package dev.kiln.spark.application;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.DeployMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether what is asked for can be had together. */
final class ModeChecks {
    private static final MemorySize LEAST = MemorySize.ofMebibytes(450);

    private final SubmitRequest request;
    private final SubmitTarget.OnMaster target;
    private final List<Problem> problems = new ArrayList<>();

    private ModeChecks(SubmitRequest request, SubmitTarget.OnMaster target) {
        this.request = request;
        this.target = target;
    }

    static List<Problem> of(
            SubmitRequest request,
            SubmitTarget.OnMaster target,
            Distribution distribution,
            Map<String, String> environment) {
        ModeChecks checks = new ModeChecks(request, target);
        checks.checkMode();
        checks.checkMemory();
        checks.checkManager(distribution, environment);
        return checks.problems;
    }

    private void checkMode() {
        boolean isCluster = target.mode() == DeployMode.CLUSTER;
        if (isCluster && target.manager() == ClusterManager.LOCAL) {
            problems.add(new Problem(
                    "there is no cluster on which a driver of master "
                            + target.master().url() + " could run",
                    "leave --deploy-mode out, or name a cluster: --master spark://host:port"));
        }
        if (isCluster
                && target.manager() == ClusterManager.STANDALONE
                && !request.file().isJar()) {
            problems.add(new Problem(
                    "Spark runs the drivers of Python and R applications on YARN and Kubernetes, not on standalone clusters",
                    "use --deploy-mode client, or another cluster manager"));
        }
        if (isCluster
                && target.manager() == ClusterManager.KUBERNETES
                && request.file().local().isPresent()
                && request.properties().get("spark.kubernetes.file.upload.path").isEmpty()) {
            problems.add(new Problem(
                    "the driver's pod would not find " + request.file().location() + ", which is on this machine",
                    "name a file in the image as local:///path, or say where Spark can put it:"
                            + " --conf spark.kubernetes.file.upload.path=s3a://bucket/path"));
        }
        if (request.supervise() && !isCluster) {
            problems.add(new Problem(
                    "--supervise starts drivers again that run on the cluster, and this one would run here",
                    "add --deploy-mode cluster, or leave --supervise out"));
        }
        if (isCluster
                && request.mainClass()
                        .filter(name -> name.endsWith(".SparkConnectServer"))
                        .isPresent()
                && target.manager() != ClusterManager.YARN) {
            problems.add(new Problem(
                    "Spark does not run its Connect server on the machines of a "
                            + target.manager().title() + " cluster",
                    "let Kiln do it: kiln serve with kiln.spark.master and kiln.spark.deployMode=cluster"));
        }
    }

    private void checkMemory() {
        for (String key : List.of("spark.driver.memory", "spark.executor.memory")) {
            boolean matters = key.startsWith("spark.driver") || target.manager() != ClusterManager.LOCAL;
            request.properties()
                    .memory(key)
                    .filter(memory -> matters && memory.bytes() < LEAST.bytes())
                    .ifPresent(memory -> problems.add(new Problem(
                            key + " is " + memory + ", and Spark does not start with less than " + LEAST,
                            "give it more; a number without a unit is a number of bytes")));
        }
    }

    private void checkManager(Distribution distribution, Map<String, String> environment) {
        if (target.manager() == ClusterManager.YARN) {
            if (!environment.containsKey("HADOOP_CONF_DIR") && !environment.containsKey("YARN_CONF_DIR")) {
                problems.add(new Problem(
                        "nothing says where YARN is",
                        "set HADOOP_CONF_DIR to the directory with yarn-site.xml and core-site.xml"));
            }
            checkJar(distribution, "spark-yarn_");
        }
        if (target.manager() == ClusterManager.KUBERNETES) {
            checkJar(distribution, "spark-kubernetes_");
            if (request.properties().get("spark.kubernetes.container.image").isEmpty()) {
                problems.add(new Problem(
                        "nothing says which image the pods have",
                        "--conf spark.kubernetes.container.image=IMAGE, an image with Spark "
                                + distribution.sparkVersion()));
            }
        }
    }

    private void checkJar(Distribution distribution, String prefix) {
        if (!distribution.hasJar(prefix)) {
            problems.add(new Problem(
                    "the Spark distribution '" + distribution.name() + "' knows nothing of "
                            + target.manager().title() + ": it has no " + prefix + "*.jar",
                    "use a whole download of Spark: kiln engine add NAME DIR, then --distribution NAME"));
        }
    }
}
