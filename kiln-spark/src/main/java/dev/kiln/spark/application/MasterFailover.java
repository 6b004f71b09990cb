package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.Master;
import dev.kiln.spark.master.MasterUrl;
import dev.kiln.spark.standalone.RestGateway;
import dev.kiln.spark.standalone.StandaloneContact;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds, where the master's URL names several, the one that has taken over from the one that was asked so far.
 *
 * @param known masters that were started from here; others are looked for at the ports of the one that is gone
 */
record MasterFailover(List<StandaloneContact.Known> known) {
    private static final int STANDARD_PAGE_PORT = 8080;

    /** The application with where it is asked after from now on; empty if there is no other master to be reached. */
    Optional<ApplicationRecord> of(ApplicationRecord record) {
        if (record.manager() != ClusterManager.STANDALONE
                || !(record.driver() instanceof DriverPlace.InCluster place)
                || !(MasterUrl.parse(record.master()) instanceof Master.Standalone masters)
                || masters.masters().size() < 2) {
            return Optional.empty();
        }
        StandaloneContact.Hints hints = new StandaloneContact.Hints(
                known,
                record.page().map(URI::getPort).orElse(STANDARD_PAGE_PORT),
                place.rest().map(rest -> OptionalInt.of(rest.port())).orElseGet(OptionalInt::empty));
        try {
            StandaloneContact contact = StandaloneContact.find(masters, hints);
            return Optional.of(record.with(contact.page())
                    .with(new DriverPlace.InCluster(
                            place.submission(), contact.rest().map(RestGateway::address))));
        } catch (SparkSetupException e) {
            return Optional.empty();
        }
    }
}
