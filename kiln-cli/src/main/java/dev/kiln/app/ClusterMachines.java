package dev.kiln.app;

import dev.kiln.spark.cluster.ClusterDirectory;
import dev.kiln.spark.cluster.ClusterPlan;
import dev.kiln.spark.cluster.Doctor;
import dev.kiln.spark.cluster.HostsFile;
import dev.kiln.spark.cluster.LocalMachine;
import dev.kiln.spark.cluster.Machine;
import dev.kiln.spark.cluster.Place;
import dev.kiln.spark.cluster.RemoteShell;
import dev.kiln.spark.cluster.SshMachine;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.process.LocalNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The machines on which a home's standalone cluster runs. */
public final class ClusterMachines {
    private final Home home;
    private final Supplier<Distribution> distribution;
    private final Optional<String> distributionThere;
    private final Map<String, String> environment;

    /**
     * @param distribution what is started here; asked for only then
     * @param distributionThere what it is called on other machines; empty for the first that they have
     * @param environment {@code KILN_SSH} names another ssh client than {@code ssh}
     */
    public ClusterMachines(
            Home home,
            Supplier<Distribution> distribution,
            Optional<String> distributionThere,
            Map<String, String> environment) {
        this.home = home;
        this.distribution = distribution;
        this.distributionThere = distributionThere;
        this.environment = Map.copyOf(environment);
    }

    public ClusterDirectory directory() {
        return new ClusterDirectory(home.cluster());
    }

    /** This machine. */
    public LocalMachine here() {
        return new LocalMachine(directory(), distribution);
    }

    /** The machine of a place. */
    public Machine at(Place place) {
        return place.overSsh() ? new SshMachine(shell(), place, kiln(), distributionThere) : here();
    }

    /** How commands get to other machines. */
    public RemoteShell shell() {
        return RemoteShell.using(environment.getOrDefault("KILN_SSH", "ssh"));
    }

    /**
     * Who looks after these machines.
     *
     * @param version what Kiln's command says of its version
     */
    public Doctor doctor(String version) {
        return new Doctor(distribution, directory(), shell(), kiln(), version, environment);
    }

    /** The plan of a hosts file; without any, a small cluster on this machine. */
    public ClusterPlan plan(Optional<Path> hosts) {
        Path file = hosts.orElseGet(directory()::hosts);
        return hosts.isPresent() || Files.exists(file)
                ? new HostsFile(file, LocalNames::isHere).read()
                : ClusterPlan.small();
    }

    /** Kiln's own command, which is expected at the same path everywhere. */
    private static String kiln() {
        return Optional.ofNullable(System.getProperty("kiln.distribution"))
                .map(distribution -> Path.of(distribution, "bin", "kiln").toString())
                .orElse("kiln");
    }
}
