package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.process.ProcessEnd;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** This machine. */
public final class LocalMachine implements Machine {
    private static final String MASTER = "master";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern PAGE = Pattern.compile("Bound \\w+WebUI to [^\n]* and started at (https?://\\S+)");
    private static final Pattern REST =
            Pattern.compile("Started REST server for submitting applications on [^\n]*port (\\d+)");
    private static final Pattern ELECTED = Pattern.compile("I have been elected leader! New state: (ALIVE|RECOVERING)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master (spark://\\S+)");

    private final ClusterDirectory directory;
    private final DaemonFiles files;
    private final Supplier<Distribution> distribution;

    /** @param distribution what is started; asked for only then */
    public LocalMachine(ClusterDirectory directory, Supplier<Distribution> distribution) {
        this.directory = directory;
        this.files = new DaemonFiles(directory);
        this.distribution = distribution;
    }

    @Override
    public Daemon startMaster(MasterSpec spec) {
        return directory.alone(() -> {
            files.runningMaster().ifPresent(running -> {
                throw new SparkSetupException("a master runs already: " + running.masterUrl() + ", process "
                        + running.process().pid());
            });
            DaemonStart.Started started = new DaemonStart(directory, distribution.get())
                    .start(
                            MASTER,
                            DaemonRole.MASTER,
                            spec.host(),
                            properties(spec),
                            List.of(
                                    "--host",
                                    spec.host(),
                                    "--port",
                                    String.valueOf(spec.port()),
                                    "--webui-port",
                                    String.valueOf(spec.pagePort())),
                            Map.of("url", URL, "page", PAGE, "rest", REST, "elected", ELECTED));
            Daemon master = new Daemon(
                    MASTER,
                    DaemonRole.MASTER,
                    started.process(),
                    started.found().get("url"),
                    URI.create(started.found().get("page")),
                    OptionalInt.of(Integer.parseInt(started.found().get("rest"))),
                    started.log());
            files.write(master);
            return master;
        });
    }

    private Map<String, String> properties(MasterSpec spec) {
        Map<String, String> properties = new HashMap<>(new MasterRecovery(directory).properties());
        properties.put("spark.master.rest.enabled", "true");
        properties.put("spark.master.rest.host", spec.host());
        properties.put("spark.master.rest.port", String.valueOf(spec.restPort()));
        return properties;
    }

    @Override
    public Daemon startWorker(String masterUrl, WorkerSpec spec) {
        return directory.alone(() -> {
            String name = freeName();
            List<String> arguments = new ArrayList<>(List.of(
                    "--host",
                    spec.host(),
                    "--webui-port",
                    String.valueOf(spec.pagePort()),
                    "--work-dir",
                    directory.work(name).toString()));
            spec.cores().ifPresent(cores -> arguments.addAll(List.of("--cores", String.valueOf(cores))));
            spec.memory().ifPresent(memory -> arguments.addAll(List.of("--memory", memory.mebibytes() + "m")));
            arguments.add(masterUrl);
            DaemonStart.Started started = new DaemonStart(directory, distribution.get())
                    .start(
                            name,
                            DaemonRole.WORKER,
                            spec.host(),
                            Map.of(),
                            arguments,
                            Map.of("page", PAGE, "registered", REGISTERED));
            Daemon worker = new Daemon(
                    name,
                    DaemonRole.WORKER,
                    started.process(),
                    masterUrl,
                    URI.create(started.found().get("page")),
                    OptionalInt.empty(),
                    started.log());
            files.write(worker);
            return worker;
        });
    }

    @Override
    public List<Daemon> stop(DaemonRole role) {
        return directory.alone(() -> {
            List<Daemon> daemons =
                    files.all().stream().filter(daemon -> daemon.role() == role).toList();
            daemons.forEach(this::stop);
            return daemons;
        });
    }

    /**
     * Ends the worker of this name.
     *
     * @return nothing if there is none
     * @throws SparkSetupException if it cannot be ended
     */
    public Optional<Daemon> stopWorker(String name) {
        return directory.alone(() -> {
            Optional<Daemon> worker = files.all().stream()
                    .filter(daemon -> daemon.role() == DaemonRole.WORKER)
                    .filter(daemon -> daemon.name().equals(name))
                    .findFirst();
            worker.ifPresent(this::stop);
            return worker;
        });
    }

    private void stop(Daemon daemon) {
        try {
            if (!ProcessEnd.of(daemon.process(), PATIENCE)) {
                throw new SparkSetupException(
                        "the " + daemon.name() + ", process " + daemon.process().pid() + ", does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparkSetupException("interrupted while ending the " + daemon.name(), e);
        }
        files.remove(daemon);
        if (daemon.role() == DaemonRole.MASTER) {
            new MasterRecovery(directory).clear();
        }
    }

    private String freeName() {
        Set<String> taken = files.all().stream()
                .filter(daemon -> daemon.process().isAlive())
                .map(Daemon::name)
                .collect(Collectors.toSet());
        int number = 1;
        while (taken.contains("worker-" + number)) {
            number++;
        }
        return "worker-" + number;
    }
}
