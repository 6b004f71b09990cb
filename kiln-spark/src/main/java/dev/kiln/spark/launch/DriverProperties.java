package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.master.Master;
import java.util.Map;
import java.util.TreeMap;

/** All settings of Spark that a driver gets. */
final class DriverProperties {
    private static final String TOKEN_INTERCEPTOR = "dev.kiln.agent.connect.TokenInterceptor";
    private static final String LOOPBACK = "127.0.0.1";

    private DriverProperties() {}

    /** @throws SparkSetupException if there is a setting that would be passed over in silence */
    static Map<String, String> of(EngineProfile profile, Distribution distribution, String engine) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("spark.app.name", engine);
        properties.put("spark.ui.enabled", "false");
        if (isOnLoopback(profile.master())) {
            // An address that others could reach is of no use here, and may be behind a firewall.
            properties.put("spark.driver.host", LOOPBACK);
            properties.put("spark.driver.bindAddress", LOOPBACK);
            properties.put("spark.connect.grpc.binding.address", LOOPBACK);
        }
        // Statements wait for executors if they need any; the engine itself is up without them.
        properties.put("spark.scheduler.minRegisteredResourcesRatio", "0");
        properties.putAll(profile.properties());
        if (distribution.sparkVersion().startsWith("3.")) {
            // From 4.0 on, Spark asks for the token itself.
            properties.merge(
                    "spark.connect.grpc.interceptor.classes", TOKEN_INTERCEPTOR, (own, ours) -> ours + "," + own);
        }
        properties.put("spark.master", profile.master().url());
        properties.put("spark.connect.grpc.binding.port", "0");
        // As Spark's own server sets them.
        properties.put("spark.sql.artifact.isolation.enabled", "true");
        properties.put("spark.sql.artifact.isolation.alwaysApplyClassloader", "true");
        // Kiln knows when its sessions end.
        properties.put("spark.connect.session.manager.defaultSessionTimeout", "-1");
        if (properties.containsKey("spark.jars.packages")) {
            throw new SparkSetupException(
                    "spark.jars.packages is not supported for engines;" + " name the jars themselves in spark.jars");
        }
        return properties;
    }

    private static boolean isOnLoopback(Master master) {
        return master instanceof Master.Local
                || master instanceof Master.LocalCluster
                || master instanceof Master.Standalone standalone
                        && standalone.masters().stream()
                                .map(HostPort::host)
                                .allMatch(host -> host.startsWith("127.") || host.equals("localhost"));
    }
}
