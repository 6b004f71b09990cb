package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.Master;
import dev.kiln.spark.process.LocalNames;
import dev.kiln.spark.standalone.RestGateway;
import dev.kiln.spark.standalone.StandaloneContact;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Has a standalone master start drivers on its workers, by one request to its REST server. The agent's jar must be
 * readable for the workers under the path that it has here.
 */
final class StandaloneLauncher implements DriverLauncher {
    private static final int USUAL_PAGE_PORT = 8080;

    private final Master.Standalone master;

    StandaloneLauncher(Master.Standalone master) {
        this.master = master;
    }

    @Override
    public Map<String, String> properties() {
        return Map.of(
                "spark.submit.deployMode", "cluster",
                "spark.kiln.diesWithInput", "false",
                // A driver that is started again is another engine, whose sessions are gone.
                "spark.driver.supervise", "false");
    }

    @Override
    public LaunchedDriver launch(DriverSpec spec) {
        requireWayBack(spec);
        StandaloneContact contact = StandaloneContact.find(master, hints(spec));
        RestGateway gateway = contact.rest()
                .orElseThrow(() -> new SparkSetupException("the master " + master.url() + " has no REST server, which"
                        + " cluster mode needs: start it with spark.master.rest.enabled=true, and name its port in"
                        + " spark.master.rest.port if it is not 6066"));
        try {
            String id = gateway.submit(new RestGateway.Submission(
                    spec.distribution().sparkVersion(),
                    spec.agentUrl(),
                    DriverSpec.MAIN_CLASS,
                    List.of(),
                    spec.secrets(),
                    spec.properties()));
            return WorkerDriver.of(gateway, id, contact.page(), spec.directory());
        } catch (IOException e) {
            throw new SparkSetupException("the driver could not be submitted: " + e.getMessage(), e);
        }
    }

    private void requireWayBack(DriverSpec spec) {
        String owner = spec.properties().get("spark.kiln.owner");
        String host = owner.substring(0, owner.lastIndexOf(':'));
        boolean here = master.masters().stream().allMatch(address -> LocalNames.isHere(address.host()));
        if (!here && LocalNames.isLoopback(host)) {
            throw new SparkSetupException("drivers on other machines cannot reach Kiln at " + host
                    + "; set kiln.spark.ownerHost to an address of this machine that they can reach");
        }
    }

    private static StandaloneContact.Hints hints(DriverSpec spec) {
        Map<String, String> properties = spec.properties();
        String restPort = properties.get("spark.master.rest.port");
        return new StandaloneContact.Hints(
                List.of(),
                port(properties.getOrDefault("spark.master.ui.port", Integer.toString(USUAL_PAGE_PORT))),
                restPort == null ? OptionalInt.empty() : OptionalInt.of(port(restPort)));
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new SparkSetupException("'" + text + "' is not a port", e);
        }
    }
}
