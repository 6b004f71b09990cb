package dev.kiln.spark.application;

import static dev.kiln.spark.master.ClusterManager.KUBERNETES;
import static dev.kiln.spark.master.ClusterManager.STANDALONE;
import static dev.kiln.spark.master.ClusterManager.YARN;

import dev.kiln.spark.master.ClusterManager;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The flags of spark-submit 4.2, all of them. Most are another way to write a property; the flag wins over the property.
 */
public enum SubmitFlag {
    MASTER("URL", "spark.master", "local, local[N], local[*], spark://host:port, yarn or k8s://https://host:port."),
    DEPLOY_MODE("MODE", "spark.submit.deployMode", "Where the driver runs: client (here, the default) or cluster."),
    REMOTE("URL", "spark.remote", "The Spark Connect server to use, sc://host:port, instead of a master."),
    CLASS("NAME", "", "The main class of a Java or Scala application; without it, the one that the jar names."),
    NAME("NAME", "spark.app.name", "The application's name."),
    JARS("JARS", "spark.jars", "Jars for the class paths of driver and executors, separated by commas."),
    PACKAGES("COORDINATES", "spark.jars.packages", "Maven artifacts group:artifact:version, separated by commas."),
    EXCLUDE_PACKAGES("ARTIFACTS", "spark.jars.excludes", "group:artifact to leave out of what --packages brings."),
    REPOSITORIES("URLS", "spark.jars.repositories", "More Maven repositories for --packages."),
    PY_FILES("FILES", "spark.submit.pyFiles", "Python files, zips and eggs for the PYTHONPATH."),
    FILES("FILES", "spark.files", "Files for the working directory of every executor."),
    ARCHIVES("FILES", "spark.archives", "Archives to unpack into the working directory of every executor."),
    CONF("KEY=VALUE", "", "Any Spark property; may be repeated."),
    PROPERTIES_FILE("FILE", "", "A file of properties, instead of conf/spark-defaults.conf."),
    EXTRA_PROPERTIES_FILE("FILE", "", "A file of properties that wins over the former; may be repeated."),
    LOAD_SPARK_DEFAULTS("", "", "Read conf/spark-defaults.conf although there is a --properties-file."),
    DRIVER_MEMORY("SIZE", "spark.driver.memory", "The driver's heap, such as 2g (default: 1g)."),
    DRIVER_JAVA_OPTIONS("OPTIONS", "spark.driver.extraJavaOptions", "More flags for the driver's virtual machine."),
    DRIVER_LIBRARY_PATH("PATH", "spark.driver.extraLibraryPath", "Where the driver finds native libraries."),
    DRIVER_CLASS_PATH("PATH", "spark.driver.extraClassPath", "More entries for the driver's class path."),
    DRIVER_DEFAULT_CLASS_PATH("PATH", "spark.driver.defaultExtraClassPath", "Entries that come after those."),
    EXECUTOR_MEMORY("SIZE", "spark.executor.memory", "The heap of each executor (default: 1g).", onClusters()),
    PROXY_USER("NAME", "", "The user to act for."),
    DRIVER_CORES("N", "spark.driver.cores", "Cores of the driver; cluster mode (default: 1).", onClusters()),
    SUPERVISE("", "", "Start the driver again when it fails; standalone, cluster mode.", EnumSet.of(STANDALONE)),
    TOTAL_EXECUTOR_CORES("N", "spark.cores.max", "Cores of all executors; standalone.", EnumSet.of(STANDALONE)),
    EXECUTOR_CORES("N", "spark.executor.cores", "Cores of each executor.", onClusters()),
    NUM_EXECUTORS("N", "spark.executor.instances", "Executors; YARN, Kubernetes.", EnumSet.of(YARN, KUBERNETES)),
    PRINCIPAL("NAME", "spark.kerberos.principal", "The Kerberos principal; YARN, Kubernetes."),
    KEYTAB("FILE", "spark.kerberos.keytab", "The principal's keytab."),
    QUEUE("NAME", "spark.yarn.queue", "The queue; YARN.", EnumSet.of(YARN)),
    KILL("ID", "", "End the driver of this submission instead of submitting one; standalone, Kubernetes."),
    STATUS("ID", "", "Say how the driver of this submission is; standalone, Kubernetes."),
    VERBOSE("", "", "Say more: the properties, and what Spark's own spark-submit says."),
    USAGE_ERROR("", "", "How Spark's scripts ask for the usage."),
    VERSION("", "", "Show the version of Spark.");

    private final String parameter;
    private final String property;
    private final String description;
    private final Set<ClusterManager> scope;

    SubmitFlag(String parameter, String property, String description) {
        this(parameter, property, description, EnumSet.allOf(ClusterManager.class));
    }

    SubmitFlag(String parameter, String property, String description, Set<ClusterManager> scope) {
        this.parameter = parameter;
        this.property = property;
        this.description = description;
        this.scope = scope;
    }

    /** How it is written: the long form first. */
    public List<String> names() {
        String name = "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (this) {
            case CONF -> List.of(name, "-c");
            case VERBOSE -> List.of(name, "-v");
            default -> List.of(name);
        };
    }

    /** What its value is called; empty for a flag that takes none. */
    public Optional<String> parameter() {
        return Optional.of(parameter).filter(name -> !name.isEmpty());
    }

    /** The property that it is another way to write. */
    public Optional<String> property() {
        return Optional.of(property).filter(name -> !name.isEmpty());
    }

    public String description() {
        return description;
    }

    /** Whether it may be given several times, all of which count; of others the last one does. */
    public boolean isRepeatable() {
        return this == CONF || this == EXTRA_PROPERTIES_FILE;
    }

    /** Whether Spark does anything with it there. */
    boolean matters(ClusterManager manager) {
        return scope.contains(manager);
    }

    private static Set<ClusterManager> onClusters() {
        return EnumSet.of(STANDALONE, YARN, KUBERNETES);
    }
}
