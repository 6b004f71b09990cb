package dev.kiln.spark.application;

import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.DeployMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an application that was submitted.
 *
 * @param id Kiln's own, which stays the same whatever happens to the driver
 * @param master the master's URL
 * @param page the web page of the cluster's master, if it has one
 * @param submitted when
 * @param sparkHome the Spark that it was submitted with
 * @param submitter the name of the machine that it was submitted on
 * @param access the settings by which its cluster manager is asked as it was then, without what is secret
 */
public record ApplicationRecord(
        String id,
        String name,
        ClusterManager manager,
        DeployMode mode,
        String master,
        Optional<URI> page,
        Path sparkHome,
        Instant submitted,
        String submitter,
        Map<String, String> access,
        DriverPlace driver,
        Outcome outcome) {
    public ApplicationRecord {
        access = Map.copyOf(access);
    }

    /** The property by which a driver of a cluster is told from others. */
    static final String ID_PROPERTY = "spark.kiln.application";

    public ApplicationState state() {
        return outcome.state();
    }

    /** The cluster manager's id of the driver, if that is in the cluster. */
    public Optional<String> submission() {
        return driver instanceof DriverPlace.InCluster cluster ? Optional.of(cluster.submission()) : Optional.empty();
    }

    ApplicationRecord with(DriverPlace newDriver) {
        return new ApplicationRecord(
                id, name, manager, mode, master, page, sparkHome, submitted, submitter, access, newDriver, outcome);
    }

    ApplicationRecord with(Optional<URI> newPage) {
        return new ApplicationRecord(
                id, name, manager, mode, master, newPage, sparkHome, submitted, submitter, access, driver, outcome);
    }

    ApplicationRecord with(Outcome newOutcome) {
        return new ApplicationRecord(
                id, name, manager, mode, master, page, sparkHome, submitted, submitter, access, driver, newOutcome);
    }
}
