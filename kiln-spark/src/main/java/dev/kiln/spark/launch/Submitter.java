package dev.kiln.spark.launch;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.process.JavaCommand;
import dev.kiln.spark.process.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Starts Spark's own SparkSubmit, which hands a driver to a cluster manager and watches it for as long as it runs. */
final class Submitter {
    private static final String OWNED_MAIN = "dev.kiln.agent.OwnedMain";

    /** Spark's own. */
    static final String SPARK_SUBMIT = "org.apache.spark.deploy.SparkSubmit";
    /** Spark's own, after the secrets have been put where Kubernetes keeps such things. */
    static final String SECRET_SUBMISSION = "dev.kiln.agent.kubernetes.SecretSubmission";

    private static final MemorySize HEAP = MemorySize.ofMebibytes(512);

    private Submitter() {}

    /**
     * Starts it; it ends with this process, and the driver does not. What it says goes to the engine's output.
     *
     * @param properties all of Spark's settings, secrets among them; they are in a file for the owner alone
     * @param mainClass {@link #SPARK_SUBMIT} or {@link #SECRET_SUBMISSION}
     * @throws SparkSetupException if it cannot be started
     */
    static Process start(DriverSpec spec, Map<String, String> properties, String mainClass) {
        spec.directory().writeProperties(properties);
        ProcessIdentity owner = ProcessIdentity.of(ProcessHandle.current());
        List<String> line = new JavaCommand(
                        spec.distribution(),
                        HEAP,
                        List.of(spec.agentJar().toString()),
                        spec.hadoopConfiguration(),
                        // There is one for each engine, and it has next to nothing to do.
                        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        Map.of("kiln.engine", spec.engine()),
                        OWNED_MAIN,
                        List.of(
                                Long.toString(owner.pid()),
                                Long.toString(owner.started().toEpochMilli()),
                                mainClass,
                                "--properties-file",
                                spec.directory().properties().toString(),
                                "--class",
                                DriverSpec.MAIN_CLASS,
                                spec.agentUrl()))
                .line();
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(spec.directory().path().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(spec.directory().output().toFile());
        builder.environment().putAll(spec.distribution().environment());
        builder.environment().putAll(spec.secrets());
        spec.hadoopConfiguration().stream().findFirst().ifPresent(directory -> builder.environment()
                .put("HADOOP_CONF_DIR", directory));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new SparkSetupException("cannot start Spark's submission: " + e.getMessage(), e);
        }
    }
}
