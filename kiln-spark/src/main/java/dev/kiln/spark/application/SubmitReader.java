package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.master.Master;
import dev.kiln.spark.master.MasterUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Understands a command line in the form of spark-submit, with the meaning that Spark gives it. */
public final class SubmitReader {
    private static final String MASTER = "spark.master";
    private static final String REMOTE = "spark.remote";
    private static final String MODE = "spark.submit.deployMode";
    private static final String STANDARD_MASTER = "local[*]";

    private static final Map<String, String> VARIABLES = Map.of(
            "MASTER",
            MASTER,
            "SPARK_REMOTE",
            REMOTE,
            "DEPLOY_MODE",
            MODE,
            "SPARK_DRIVER_MEMORY",
            "spark.driver.memory",
            "SPARK_EXECUTOR_MEMORY",
            "spark.executor.memory",
            "SPARK_EXECUTOR_CORES",
            "spark.executor.cores");

    private final Map<String, String> environment;
    private final Optional<Path> defaults;

    /**
     * @param environment the variables of the process; some of them stand in for flags, as they do for spark-submit
     * @param defaults where {@code spark-defaults.conf} would be
     */
    public SubmitReader(Map<String, String> environment, Optional<Path> defaults) {
        this.environment = Map.copyOf(environment);
        this.defaults = defaults;
    }

    /**
     * Understands a command line.
     *
     * @param command the application's file and its arguments; empty where no application is submitted
     * @throws SparkSetupException if it cannot be understood, or makes no sense
     */
    public SubmitAction read(SubmitFlags flags, List<String> command) {
        if (flags.has(SubmitFlag.VERSION)) {
            return new SubmitAction.ShowVersion();
        }
        List<String> notices = new ArrayList<>();
        Map<String, String> values = values(flags, notices);
        if (flags.has(SubmitFlag.KILL) && flags.has(SubmitFlag.STATUS)) {
            throw new SparkSetupException("--kill and --status are two things; ask for one");
        }
        if (flags.has(SubmitFlag.KILL) || flags.has(SubmitFlag.STATUS)) {
            Master master = master(values, environment);
            SparkProperties properties = new SparkProperties(new TreeMap<>(values));
            return flags.value(SubmitFlag.KILL)
                    .<SubmitAction>map(id -> new SubmitAction.Kill(master, id, properties))
                    .orElseGet(() -> new SubmitAction.Status(
                            master, flags.value(SubmitFlag.STATUS).orElseThrow(), properties));
        }
        return new SubmitAction.Submit(request(flags, command, values, notices));
    }

    private SubmitRequest request(
            SubmitFlags flags, List<String> command, Map<String, String> values, List<String> notices) {
        SubmitTarget target = target(values);
        ClusterManager manager =
                target instanceof SubmitTarget.OnMaster onMaster ? onMaster.manager() : ClusterManager.LOCAL;
        overlay(flags, values, manager, notices);
        if (command.isEmpty()) {
            throw new SparkSetupException("say what to run: a jar, a Python file or an R file");
        }
        if (manager == ClusterManager.YARN) {
            Optional.ofNullable(environment.get("SPARK_YARN_APP_NAME"))
                    .ifPresent(name -> values.putIfAbsent("spark.app.name", name));
        }
        if (target instanceof SubmitTarget.OnMaster onMaster) {
            values.put(MASTER, onMaster.master().url());
            values.put(MODE, onMaster.mode().word());
        }
        SparkProperties properties = new SparkProperties(new TreeMap<>(values));
        for (String key : List.of("spark.driver.cores", "spark.executor.cores", "spark.cores.max")) {
            properties.number(key);
        }
        if (!properties.isSet("spark.dynamicAllocation.enabled")) {
            properties.number("spark.executor.instances");
        }
        properties.memory("spark.driver.memory");
        properties.memory("spark.executor.memory");
        if (flags.has(SubmitFlag.PROXY_USER)
                && properties.get("spark.kerberos.principal").isPresent()) {
            throw new SparkSetupException("--proxy-user and --principal exclude each other");
        }
        SubmitRequest request = new SubmitRequest(
                target,
                new ApplicationFile(command.get(0)),
                flags.value(SubmitFlag.CLASS),
                command.subList(1, command.size()),
                properties,
                flags.has(SubmitFlag.SUPERVISE),
                flags.value(SubmitFlag.PROXY_USER),
                flags.has(SubmitFlag.VERBOSE),
                notices);
        return request.with(properties.with(Map.of("spark.app.name", request.name())));
    }

    /** Files, {@code --conf} and the environment; of the flags, those that say where to. */
    private Map<String, String> values(SubmitFlags flags, List<String> notices) {
        PropertySources sources = new PropertySources(defaults);
        Map<String, String> values = sources.merge(flags);
        notices.addAll(sources.notices());
        for (SubmitFlag flag : List.of(SubmitFlag.MASTER, SubmitFlag.REMOTE, SubmitFlag.DEPLOY_MODE)) {
            flags.value(flag).ifPresent(value -> values.put(flag.property().orElseThrow(), value));
        }
        VARIABLES.forEach((variable, key) -> {
            String value = environment.getOrDefault(variable, "");
            // A master that was asked for in so many words is not overruled by a server that the environment names.
            boolean contradicts = key.equals(REMOTE) && (values.containsKey(MASTER) || values.containsKey(MODE));
            if (!value.isBlank() && !contradicts) {
                values.putIfAbsent(key, value);
            }
        });
        return values;
    }

    private static void overlay(
            SubmitFlags flags, Map<String, String> values, ClusterManager manager, List<String> notices) {
        for (SubmitFlag flag : flags.given()) {
            if (!flag.matters(manager)) {
                notices.add(flag.names().get(0) + " has no meaning on " + manager.title() + " and is left out");
            } else {
                flag.property()
                        .ifPresent(key -> values.put(key, flags.value(flag).orElseThrow()));
            }
        }
    }

    private SubmitTarget target(Map<String, String> values) {
        String remote = values.get(REMOTE);
        if (remote != null) {
            if (values.containsKey(MASTER) || values.containsKey(MODE)) {
                throw new SparkSetupException("--remote excludes --master and --deploy-mode: the server has its own");
            }
            if (!remote.startsWith("sc://")) {
                throw new SparkSetupException("--remote must be sc://host:port, not '" + remote + "'");
            }
            return new SubmitTarget.OnServer(remote);
        }
        Master master = master(values, environment);
        try {
            return new SubmitTarget.OnMaster(
                    master, manager(master), DeployMode.parse(values.getOrDefault(MODE, "client")));
        } catch (IllegalArgumentException e) {
            throw new SparkSetupException(e.getMessage(), e);
        }
    }

    private static Master master(Map<String, String> values, Map<String, String> environment) {
        Master master;
        try {
            master = MasterUrl.parse(values.getOrDefault(MASTER, STANDARD_MASTER));
        } catch (IllegalArgumentException e) {
            throw new SparkSetupException(e.getMessage(), e);
        }
        if (master instanceof Master.Mesos mesos) {
            throw new SparkSetupException(MesosAdvice.of(mesos, values, environment));
        }
        return master;
    }

    private static ClusterManager manager(Master master) {
        if (master instanceof Master.Standalone) {
            return ClusterManager.STANDALONE;
        }
        if (master instanceof Master.Yarn) {
            return ClusterManager.YARN;
        }
        return master instanceof Master.Kubernetes ? ClusterManager.KUBERNETES : ClusterManager.LOCAL;
    }
}
