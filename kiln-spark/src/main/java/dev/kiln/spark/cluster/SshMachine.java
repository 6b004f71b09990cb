package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another machine, on which Kiln is installed as well and is told over ssh what to do. */
public final class SshMachine implements Machine {
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final RemoteShell shell;
    private final Place place;
    private final String kiln;
    private final Optional<String> distribution;

    /**
     * @param kiln the command there, unless the place names another
     * @param distribution the name of the Spark there that is started; empty for the first that there is
     */
    public SshMachine(RemoteShell shell, Place place, String kiln, Optional<String> distribution) {
        this.shell = shell;
        this.place = place;
        this.distribution = distribution;
        this.kiln = place.kiln().orElse(kiln);
    }

    @Override
    public Daemon startMaster(MasterSpec spec) {
        return started(start(
                "start-master",
                "--host",
                spec.host(),
                "--port",
                String.valueOf(spec.port()),
                "--webui-port",
                String.valueOf(spec.pagePort()),
                "--rest-port",
                String.valueOf(spec.restPort())));
    }

    @Override
    public Daemon startWorker(String masterUrl, WorkerSpec spec) {
        List<String> command =
                start("start-worker", "--host", spec.host(), "--webui-port", String.valueOf(spec.pagePort()));
        spec.cores().ifPresent(cores -> command.addAll(List.of("--cores", String.valueOf(cores))));
        spec.memory().ifPresent(memory -> command.addAll(List.of("--memory", memory.mebibytes() + "m")));
        command.add(masterUrl);
        return started(command);
    }

    @Override
    public List<Daemon> stop(DaemonRole role) {
        return daemons(shell.run(place.host(), command("stop-" + role.word()), LONGEST));
    }

    private Daemon started(List<String> command) {
        List<Daemon> daemons = daemons(shell.run(place.host(), command, LONGEST));
        if (daemons.size() != 1) {
            throw new SparkSetupException(place.host() + " does not say what it started");
        }
        return daemons.get(0);
    }

    private List<String> start(String verb, String... options) {
        List<String> command = command(verb, options);
        distribution.ifPresent(name -> command.addAll(List.of("--distribution", name)));
        return command;
    }

    private List<String> command(String verb, String... options) {
        List<String> command = new ArrayList<>(List.of(kiln, "cluster", verb, "--json"));
        place.home().ifPresent(home -> command.addAll(List.of("--home", home)));
        command.addAll(List.of(options));
        return command;
    }

    private List<Daemon> daemons(String output) {
        List<Daemon> daemons = new ArrayList<>();
        try {
            for (String line :
                    output.lines().filter(text -> text.startsWith("{")).toList()) {
                daemons.add(DaemonJson.read(line));
            }
        } catch (IOException e) {
            throw new SparkSetupException(
                    place.host() + " gives an answer that is not understood: " + e.getMessage(), e);
        }
        return daemons;
    }
}
