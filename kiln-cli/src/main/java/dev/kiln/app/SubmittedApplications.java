package dev.kiln.app;

import dev.kiln.spark.application.Applications;
import dev.kiln.spark.cluster.ClusterDirectory;
import dev.kiln.spark.cluster.Daemon;
import dev.kiln.spark.cluster.DaemonFiles;
import dev.kiln.spark.cluster.DaemonRole;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.standalone.StandaloneContact;
import java.util.List;

/** The applications of a home. */
public final class SubmittedApplications {
    private static final String SCHEME = "spark://";

    private SubmittedApplications() {}

    public static Applications of(Home home) {
        List<StandaloneContact.Known> masters = new DaemonFiles(new ClusterDirectory(home.cluster()))
                .all().stream()
                        .filter(daemon -> daemon.role() == DaemonRole.MASTER)
                        .map(SubmittedApplications::known)
                        .toList();
        return new Applications(home.applications(), home.engines(), masters, System.getenv());
    }

    private static StandaloneContact.Known known(Daemon master) {
        return new StandaloneContact.Known(
                HostPort.parse(master.masterUrl().substring(SCHEME.length())), master.page(), master.restPort());
    }
}
