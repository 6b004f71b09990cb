package dev.kiln.spark.launch;

import static java.util.Objects.requireNonNull;

import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.master.Master;
import dev.kiln.spi.config.ConfigKey;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an engine is to be.
 *
 * @param name of the profile; {@value #STANDARD} for the settings outside of profiles
 * @param distribution the name of a Spark distribution; empty for the first there is
 * @param hadoopConfiguration the directory with Hadoop's configuration, if it is not that of the environment
 * @param agentJar the URL under which drivers in a cluster find Kiln's agent, if it is not the path here
 * @param properties Spark's own settings, among them those that follow from memory, cores and executors
 */
public record EngineProfile(
        String name,
        Optional<String> distribution,
        Master master,
        DeployMode deployMode,
        Duration launchTimeout,
        Optional<Path> hadoopConfiguration,
        Optional<String> agentJar,
        Map<String, String> properties) {
    /** The name of what is set outside of profiles. */
    public static final String STANDARD = "standard";

    public EngineProfile {
        requireNonNull(name, "name");
        requireNonNull(distribution, "distribution");
        requireNonNull(master, "master");
        requireNonNull(deployMode, "deployMode");
        requireNonNull(launchTimeout, "launchTimeout");
        requireNonNull(hadoopConfiguration, "hadoopConfiguration");
        requireNonNull(agentJar, "agentJar");
        properties = Map.copyOf(properties);
    }

    /** What is set outside of profiles. */
    public static EngineProfile standard(Configuration configuration) {
        return of(STANDARD, configuration);
    }

    /** The names of all profiles that something is set for, but for {@value #STANDARD}. */
    public static SortedSet<String> names(Configuration configuration) {
        String prefix = SparkConfig.PROFILES.prefix();
        return configuration.settings().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length(), key.indexOf('.', prefix.length())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * A profile: what is set for it, and for the rest what is set outside of profiles.
     *
     * @throws ConfigurationException if nothing is set for this name
     */
    public static EngineProfile named(String name, Configuration configuration) {
        if (!names(configuration).contains(name)) {
            throw new ConfigurationException("there is no profile '" + name + "': no setting begins with "
                    + SparkConfig.PROFILES.prefix() + name);
        }
        return of(name, settings(name, configuration));
    }

    /** What holds for a profile, under the names that settings have outside of profiles. */
    public static Configuration settings(String profile, Configuration configuration) {
        String prefix = SparkConfig.PROFILES.prefix() + profile + ".";
        Map<String, String> settings = new HashMap<>(configuration.settings());
        configuration.settings().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                String member = key.substring(prefix.length());
                settings.put(
                        member.startsWith("spark.") ? member : SparkConfig.PROFILES.memberPrefix() + member, value);
            }
        });
        settings.keySet().removeIf(key -> !key.startsWith("spark.") && !key.startsWith("kiln.spark."));
        settings.keySet().removeIf(key -> key.startsWith(SparkConfig.PROFILES.prefix()));
        settings.keySet().removeAll(List.of(SparkConfig.USERS.name(), SparkConfig.GROUPS.name()));
        return Configuration.of(settings, SparkConfig.keys());
    }

    private static EngineProfile of(String name, Configuration configuration) {
        return new EngineProfile(
                name,
                text(configuration, SparkConfig.DISTRIBUTION),
                configuration.get(SparkConfig.MASTER),
                configuration.get(SparkConfig.DEPLOY_MODE),
                configuration.get(SparkConfig.LAUNCH_TIMEOUT),
                text(configuration, SparkConfig.HADOOP_CONF).map(Path::of),
                text(configuration, SparkConfig.AGENT_JAR),
                properties(configuration));
    }

    private static Optional<String> text(Configuration configuration, ConfigKey<String> key) {
        return Optional.of(configuration.get(key)).filter(text -> !text.isBlank());
    }

    /** Spark's own settings win over those of Kiln that mean the same. */
    private static Map<String, String> properties(Configuration configuration) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(
                "spark.driver.memory",
                configuration.get(SparkConfig.DRIVER_MEMORY).toString());
        properties.put(
                "spark.executor.memory",
                configuration.get(SparkConfig.EXECUTOR_MEMORY).toString());
        int cores = configuration.get(SparkConfig.EXECUTOR_CORES);
        int executors = configuration.get(SparkConfig.EXECUTORS);
        if (cores > 0) {
            properties.put("spark.executor.cores", Integer.toString(cores));
        }
        if (executors > 0) {
            properties.put("spark.executor.instances", Integer.toString(executors));
            if (cores > 0) {
                // What a standalone master goes by.
                properties.put("spark.cores.max", Integer.toString(Math.multiplyExact(executors, cores)));
            }
        }
        configuration.settings().forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                properties.put(key, value);
            }
        });
        return properties;
    }
}
