package dev.kiln.spark.application;

import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.master.Master;
import dev.kiln.spark.process.LocalNames;
import java.util.Map;

/** Keeps a driver to the loopback address if its cluster has no other, as nobody else needs to reach it then. */
final class LoopbackDriver {
    private LoopbackDriver() {}

    /** What to set in the driver's environment, unless the user has decided. */
    static Map<String, String> variables(SubmitRequest request, Map<String, String> environment) {
        boolean decided = environment.containsKey("SPARK_LOCAL_IP")
                || request.properties().get("spark.driver.host").isPresent()
                || request.properties().get("spark.driver.bindAddress").isPresent();
        if (decided
                || !(request.target() instanceof SubmitTarget.OnMaster onMaster)
                || !(onMaster.master() instanceof Master.Standalone standalone)) {
            return Map.of();
        }
        return standalone.masters().stream().map(HostPort::host).allMatch(LocalNames::isLoopback)
                ? Map.of("SPARK_LOCAL_IP", "127.0.0.1")
                : Map.of();
    }
}
