package dev.kiln.spark.launch;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.master.Master;
import dev.kiln.spark.master.MasterUrl;
import dev.kiln.spark.pool.PoolConfig;
import dev.kiln.spi.config.ConfigKey;
import dev.kiln.spi.config.KeyFamily;
import dev.kiln.spi.config.NamedKey;
import dev.kiln.spi.config.NamedKeys;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The configuration keys of Spark engines. Most can be set for a profile, too. */
public final class SparkConfig {
    private static final String PREFIX = "kiln.spark.";

    public static final ConfigKey<String> DISTRIBUTION = ConfigKey.text(
            PREFIX + "distribution",
            "",
            "The Spark distribution of engines, one of 'kiln engine list'; empty means the first of them.");

    public static final ConfigKey<Master> MASTER = new ConfigKey<>(
            PREFIX + "master",
            "master",
            "local[*]",
            "Where engines get their executors: local[N], local[*], spark://host:port, yarn or k8s://https://host:port.",
            MasterUrl::parse);

    public static final ConfigKey<DeployMode> DEPLOY_MODE = new ConfigKey<>(
            PREFIX + "deployMode",
            "mode",
            "client",
            "Where an engine's driver runs: client (on this machine) or cluster.",
            DeployMode::parse);

    public static final ConfigKey<MemorySize> DRIVER_MEMORY =
            memory(PREFIX + "driver.memory", "The heap of an engine's driver, which with a local master is all of it.");

    public static final ConfigKey<MemorySize> EXECUTOR_MEMORY =
            memory(PREFIX + "executor.memory", "The heap of each of an engine's executors.");

    public static final ConfigKey<Integer> EXECUTOR_CORES = ConfigKey.integer(
            PREFIX + "executor.cores", 0, 0, 10_000, "The cores of each executor; 0 leaves it to the cluster manager.");

    public static final ConfigKey<Integer> EXECUTORS = ConfigKey.integer(
            PREFIX + "executors",
            0,
            0,
            100_000,
            "How many executors an engine has; 0 leaves it to the cluster manager.");

    public static final ConfigKey<String> HADOOP_CONF = ConfigKey.text(
            PREFIX + "hadoopConf",
            "",
            "The directory with Hadoop's configuration, which says where YARN and HDFS are; empty means what"
                    + " HADOOP_CONF_DIR says.");

    public static final ConfigKey<String> AGENT_JAR = ConfigKey.text(
            PREFIX + "agentJar",
            "",
            "Where drivers in a cluster find Kiln's agent, such as local:///opt/kiln-agent.jar in an image; empty"
                    + " means the path that it has here.");

    public static final ConfigKey<Duration> LAUNCH_TIMEOUT = ConfigKey.duration(
            PREFIX + "launchTimeout", "120s", "How long an engine may take to start before it is given up.");

    public static final ConfigKey<Duration> LEASE = ConfigKey.duration(
            PREFIX + "lease",
            "30s",
            "How long an engine and Kiln go on without hearing of each other before the engine ends.");

    public static final ConfigKey<String> OWNER_HOST = ConfigKey.text(
            PREFIX + "ownerHost",
            "127.0.0.1",
            "The address of this machine at which drivers report to Kiln; those on other machines must reach it.");

    private static final List<ConfigKey<?>> PROFILE_KEYS = Stream.concat(
                    Stream.of(
                            DISTRIBUTION,
                            MASTER,
                            DEPLOY_MODE,
                            DRIVER_MEMORY,
                            EXECUTOR_MEMORY,
                            EXECUTOR_CORES,
                            EXECUTORS,
                            HADOOP_CONF,
                            AGENT_JAR,
                            LAUNCH_TIMEOUT),
                    PoolConfig.OF_PROFILES.stream())
            .<ConfigKey<?>>map(key -> key)
            .toList();

    /** Of a profile alone. */
    public static final ConfigKey<List<String>> USERS = ConfigKey.list(
            PREFIX + "users", "The users whose sessions on Spark have this profile if they do not choose another.");

    /** Of a profile alone. */
    public static final ConfigKey<List<String>> GROUPS = ConfigKey.list(
            PREFIX + "groups", "The groups of users whose sessions on Spark have this profile, as for users.");

    /** {@code kiln.spark.profile.NAME.KEY}. */
    public static final NamedKeys PROFILES = new NamedKeys(
            PREFIX + "profile.",
            PREFIX,
            Stream.concat(PROFILE_KEYS.stream(), Stream.of(USERS, GROUPS)).toList());

    /** {@code kiln.groups.NAME}. */
    public static final NamedKey<List<String>> GROUP_MEMBERS =
            new NamedKey<>("kiln.groups.", ConfigKey.list("kiln.groups.NAME", "The users that belong to a group."));

    private SparkConfig() {}

    public static List<ConfigKey<?>> keys() {
        return Stream.of(PROFILE_KEYS, List.of(LEASE, OWNER_HOST), PoolConfig.OF_ALL)
                .<ConfigKey<?>>flatMap(List::stream)
                .toList();
    }

    /** The keys that exist once for each profile, and for each group of users. */
    public static List<KeyFamily> families() {
        return List.of(PROFILES, GROUP_MEMBERS);
    }

    private static ConfigKey<MemorySize> memory(String name, String description) {
        return new ConfigKey<>(name, "size", "1g", description, MemorySize::parse);
    }
}
