package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.kubernetes.KubernetesAccess;
import dev.kiln.spark.kubernetes.PodName;
import dev.kiln.spark.kubernetes.Pods;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.process.ProcessIdentity;
import dev.kiln.spark.yarn.YarnCommandLine;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;

/** How an engine is found again by a Kiln that did not start it: what is kept on disk as long as the engine runs. */
sealed interface EngineRecord {
    /** A driver that is a process of this machine. */
    record OwnProcess(ProcessIdentity identity) implements EngineRecord {}

    /**
     * A driver that a standalone master runs somewhere.
     *
     * @param gateway the master's REST server
     * @param submission the id that it gave
     */
    record Submission(HostPort gateway, String submission) implements EngineRecord {}

    /** A driver that Spark's own SparkSubmit handed to a cluster manager. */
    sealed interface Submitted extends EngineRecord {
        /**
         * Ends it if it still runs.
         *
         * @throws IOException if nobody can be asked to
         */
        void kill() throws IOException;

        /** What the driver has printed, where that can be read without ado; may be empty. */
        String log() throws IOException;

        /** Whether something is left of a driver that has ended until it is killed nevertheless. */
        boolean staysBehind();
    }

    /**
     * A driver in an application master of YARN.
     *
     * @param application YARN's id
     * @param sparkHome a Spark with Hadoop's commands in it
     * @param hadoopConfiguration where YARN is
     */
    record YarnApplication(String application, Path sparkHome, String hadoopConfiguration) implements Submitted {
        @Override
        public void kill() throws IOException {
            Distribution distribution = Distribution.at("of " + application, sparkHome);
            new YarnCommandLine(distribution, Map.of("HADOOP_CONF_DIR", hadoopConfiguration))
                    .application("-kill", application);
        }

        /** YARN's diagnostics have the end of it, and the submission prints them. */
        @Override
        public String log() {
            return "";
        }

        @Override
        public boolean staysBehind() {
            return false;
        }
    }

    /**
     * A driver in a pod of Kubernetes.
     *
     * @param pod as {@code namespace:name}
     * @param sparkHome a Spark that knows Kubernetes
     */
    record DriverPod(String pod, String master, Path sparkHome, Path agentJar) implements Submitted {
        @Override
        public void kill() throws IOException {
            pods().delete(PodName.parse(pod));
        }

        @Override
        public String log() throws IOException {
            return pods().log(PodName.parse(pod));
        }

        @Override
        public boolean staysBehind() {
            return true;
        }

        private Pods pods() {
            return new Pods(Distribution.at("of " + pod, sparkHome), agentJar, master, KubernetesAccess.OF_USER);
        }
    }

    /** @throws SparkSetupException if it cannot be written */
    default void write(Path file) {
        Properties properties = new Properties();
        if (this instanceof OwnProcess process) {
            properties.setProperty("pid", Long.toString(process.identity().pid()));
            properties.setProperty("started", process.identity().started().toString());
        } else if (this instanceof Submission submission) {
            properties.setProperty("gateway", submission.gateway().toString());
            properties.setProperty("submission", submission.submission());
        } else if (this instanceof YarnApplication yarn) {
            properties.setProperty("application", yarn.application());
            properties.setProperty("spark", yarn.sparkHome().toString());
            properties.setProperty("hadoop", yarn.hadoopConfiguration());
        } else if (this instanceof DriverPod pod) {
            properties.setProperty("pod", pod.pod());
            properties.setProperty("master", pod.master());
            properties.setProperty("spark", pod.sparkHome().toString());
            properties.setProperty("agent", pod.agentJar().toString());
        }
        try {
            Path written = Files.createTempFile(file.getParent(), "engine", ".new");
            try (Writer out = Files.newBufferedWriter(written)) {
                properties.store(out, null);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if it is none */
    static EngineRecord read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        if (properties.containsKey("submission")) {
            return new Submission(
                    HostPort.parse(properties.getProperty("gateway", "")), properties.getProperty("submission"));
        }
        if (properties.containsKey("application")) {
            return new YarnApplication(
                    properties.getProperty("application"),
                    Path.of(properties.getProperty("spark", "")),
                    properties.getProperty("hadoop", ""));
        }
        if (properties.containsKey("pod")) {
            return new DriverPod(
                    properties.getProperty("pod"),
                    properties.getProperty("master", ""),
                    Path.of(properties.getProperty("spark", "")),
                    Path.of(properties.getProperty("agent", "")));
        }
        return new OwnProcess(new ProcessIdentity(
                Long.parseLong(properties.getProperty("pid", "")),
                Instant.parse(properties.getProperty("started", ""))));
    }
}
