package dev.kiln.spark.cluster;

import dev.kiln.spark.distribution.Distribution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Looks for what would keep clusters and applications from working, on this machine and on those of a cluster. */
public final class Doctor {
    private final MachineExamination here;
    private final RemoteExamination elsewhere;
    private final DaemonFiles daemons;

    /**
     * @param kiln Kiln's command on other machines
     * @param version what Kiln's command here says of its version
     * @param environment the variables of this process
     */
    public Doctor(
            Supplier<Distribution> distribution,
            ClusterDirectory directory,
            RemoteShell shell,
            String kiln,
            String version,
            Map<String, String> environment) {
        Path home = directory.directory();
        this.here = new MachineExamination(distribution, home, Map.copyOf(environment));
        this.elsewhere = new RemoteExamination(shell, kiln, version);
        this.daemons = new DaemonFiles(directory);
    }

    /** What was found, this machine first. */
    public List<Finding> examine(ClusterPlan plan) {
        List<Finding> findings =
                new ArrayList<>(here.findings(plan, daemons.runningMaster().isPresent()));
        plan.places().stream().filter(Place::overSsh).forEach(place -> findings.addAll(elsewhere.findings(place)));
        return findings;
    }
}
