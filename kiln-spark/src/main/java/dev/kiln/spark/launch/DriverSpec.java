package dev.kiln.spark.launch;

import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.master.Master;
import java.nio.file.Path;
import java.util.Map;

/**
 * A driver to be started.
 *
 * @param engine the id of its engine, which is found in its command line
 * @param agentJar with the main class {@value #MAIN_CLASS}
 * @param properties all of Spark's settings, without secrets
 * @param secrets variables for its environment, which others cannot read
 */
record DriverSpec(
        String engine,
        Master master,
        Distribution distribution,
        Path agentJar,
        EngineDirectory directory,
        Map<String, String> properties,
        Map<String, String> secrets) {
    static final String MAIN_CLASS = "dev.kiln.agent.Driver";

    DriverSpec {
        properties = Map.copyOf(properties);
        secrets = Map.copyOf(secrets);
    }

    /** Whether its Connect server can ask for a token; before Spark 4 it lets everybody in who reaches it. */
    boolean knowsTokens() {
        return !distribution.sparkVersion().startsWith("3.");
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "driver of " + engine + " on " + master.url();
    }
}
